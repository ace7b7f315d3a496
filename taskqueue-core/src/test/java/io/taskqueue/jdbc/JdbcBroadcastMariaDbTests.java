package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcBroadcastMariaDbTests extends JdbcBroadcastContract {

    JdbcBroadcastMariaDbTests() {
        super(Database.MARIADB);
    }

}
