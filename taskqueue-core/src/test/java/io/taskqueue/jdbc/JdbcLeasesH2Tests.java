package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcLeasesH2Tests extends JdbcLeasesContract {

    JdbcLeasesH2Tests() {
        super(Database.H2);
    }

}
