package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcLeasesMariaDbTests extends JdbcLeasesContract {

    JdbcLeasesMariaDbTests() {
        super(Database.MARIADB);
    }

}
