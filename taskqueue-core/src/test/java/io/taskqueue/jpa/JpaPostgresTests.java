package io.taskqueue.jpa;

class JpaPostgresTests extends JpaContracts {

    JpaPostgresTests() {
        super(Database.POSTGRES);
    }

}
