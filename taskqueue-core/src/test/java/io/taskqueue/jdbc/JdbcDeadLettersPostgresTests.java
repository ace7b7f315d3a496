package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcDeadLettersPostgresTests extends JdbcDeadLettersContract {

    JdbcDeadLettersPostgresTests() {
        super(Database.POSTGRES);
    }

}
