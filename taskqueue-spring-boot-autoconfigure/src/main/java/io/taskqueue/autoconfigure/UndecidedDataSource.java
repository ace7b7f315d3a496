package io.taskqueue.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Says why results are not in its database though the application has JPA. */
final class UndecidedDataSource implements SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(UndecidedDataSource.class);

    @Override
    public void afterSingletonsInstantiated() {
        logger.warn("Results are kept in no database: this application has several DataSource beans, none of them"
                + " primary. Mark one with @TaskQueueDataSource, or say where else, such as"
                + " taskqueue.result.type=memory");
    }

}
