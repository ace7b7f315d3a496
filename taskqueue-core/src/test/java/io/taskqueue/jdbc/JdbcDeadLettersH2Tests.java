package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcDeadLettersH2Tests extends JdbcDeadLettersContract {

    JdbcDeadLettersH2Tests() {
        super(Database.H2);
    }

}
