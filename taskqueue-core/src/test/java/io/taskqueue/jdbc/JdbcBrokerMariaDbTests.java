package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcBrokerMariaDbTests extends JdbcBrokerContract {

    JdbcBrokerMariaDbTests() {
        super(Database.MARIADB);
    }

}
