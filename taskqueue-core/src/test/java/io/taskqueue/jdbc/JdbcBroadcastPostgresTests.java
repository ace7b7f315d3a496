package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcBroadcastPostgresTests extends JdbcBroadcastContract {

    JdbcBroadcastPostgresTests() {
        super(Database.POSTGRES);
    }

}
