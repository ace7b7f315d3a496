package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcQueueInspectionPostgresTests extends JdbcQueueInspectionContract {

    JdbcQueueInspectionPostgresTests() {
        super(Database.POSTGRES);
    }

}
