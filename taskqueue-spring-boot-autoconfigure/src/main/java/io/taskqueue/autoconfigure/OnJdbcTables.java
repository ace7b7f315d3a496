package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Conditional;

/** Holds where messages wait in the application's database, at least for a moment. */
class OnJdbcTables extends AnyNestedCondition {

    OnJdbcTables() {
        super(ConfigurationPhase.PARSE_CONFIGURATION);
    }

    @Conditional(OnJdbcBroker.class)
    static class AsBroker {

    }

    @ConditionalOnBooleanProperty("taskqueue.outbox.enabled")
    static class AsOutbox {

    }

}
