package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcQueueInspectionMariaDbTests extends JdbcQueueInspectionContract {

    JdbcQueueInspectionMariaDbTests() {
        super(Database.MARIADB);
    }

}
