package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcDeadLettersMariaDbTests extends JdbcDeadLettersContract {

    JdbcDeadLettersMariaDbTests() {
        super(Database.MARIADB);
    }

}
