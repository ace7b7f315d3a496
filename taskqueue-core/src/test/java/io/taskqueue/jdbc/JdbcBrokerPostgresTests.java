package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcBrokerPostgresTests extends JdbcBrokerContract {

    JdbcBrokerPostgresTests() {
        super(Database.POSTGRES);
    }

}
