package io.taskqueue.jpa;

class JpaMariaDbTests extends JpaContracts {

    JpaMariaDbTests() {
        super(Database.MARIADB);
    }

}
