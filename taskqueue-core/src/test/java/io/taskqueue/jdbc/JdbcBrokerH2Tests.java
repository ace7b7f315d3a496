package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcBrokerH2Tests extends JdbcBrokerContract {

    JdbcBrokerH2Tests() {
        super(Database.H2);
    }

}
