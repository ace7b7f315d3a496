package io.taskqueue.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.SmartInitializingSingleton;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.jdbc.JdbcSchema;

/**
 * Stops the start where the broker's tables are missing, rather than the first call. It
 * looks once everybody has had the chance to create them.
 */
final class JdbcTablesCheck implements SmartInitializingSingleton {

    private static final String OTHERWISE = "let tasks wait elsewhere: taskqueue.broker.type=memory";

    private final DataSource dataSource;

    JdbcTablesCheck(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void afterSingletonsInstantiated() {
        String vendor = MissingTables.vendor(this.dataSource, "the broker");
        if (vendor == null) {
            return;
        }
        try {
            MissingTables.refuse("Messages are", JdbcSchema.missing(this.dataSource, null), "jdbc", "flyway-jdbc",
                    OTHERWISE, vendor);
        }
        catch (BrokerUnavailableException failure) {
            throw new TaskQueueStartException(failure.getMessage() + ".", "Or " + OTHERWISE + ".", failure);
        }
    }

}
