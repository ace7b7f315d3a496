package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcLeasesPostgresTests extends JdbcLeasesContract {

    JdbcLeasesPostgresTests() {
        super(Database.POSTGRES);
    }

}
