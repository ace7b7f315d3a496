package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Conditional;

/** Holds where several data sources could be ours. */
class OnUndecidedDataSource extends NoneNestedConditions {

    OnUndecidedDataSource() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @Conditional(OnChosenDataSource.class)
    static class Chosen {

    }

}
