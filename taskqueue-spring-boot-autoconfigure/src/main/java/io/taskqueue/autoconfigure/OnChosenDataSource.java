package io.taskqueue.autoconfigure;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;

/**
 * Holds where it is plain which data source is ours: the marked one, the primary one, or
 * the only one.
 */
class OnChosenDataSource extends AnyNestedCondition {

    OnChosenDataSource() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnBean(annotation = TaskQueueDataSource.class)
    static class Marked {

    }

    @ConditionalOnSingleCandidate(DataSource.class)
    static class Single {

    }

}
