package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcBroadcastH2Tests extends JdbcBroadcastContract {

    JdbcBroadcastH2Tests() {
        super(Database.H2);
    }

}
