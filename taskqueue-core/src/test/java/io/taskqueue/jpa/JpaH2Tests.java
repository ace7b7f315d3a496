package io.taskqueue.jpa;

class JpaH2Tests extends JpaContracts {

    JpaH2Tests() {
        super(Database.H2);
    }

}
