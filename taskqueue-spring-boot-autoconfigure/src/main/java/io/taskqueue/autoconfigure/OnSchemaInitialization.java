package io.taskqueue.autoconfigure;

import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;

/** Holds unless {@code taskqueue.schema.initialize=never}. */
class OnSchemaInitialization extends OnDatabaseInitializationCondition {

    OnSchemaInitialization() {
        super("TaskQueue", "taskqueue.schema.initialize");
    }

}
