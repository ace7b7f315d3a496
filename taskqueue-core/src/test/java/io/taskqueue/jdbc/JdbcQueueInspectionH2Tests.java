package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcQueueInspectionH2Tests extends JdbcQueueInspectionContract {

    JdbcQueueInspectionH2Tests() {
        super(Database.H2);
    }

}
