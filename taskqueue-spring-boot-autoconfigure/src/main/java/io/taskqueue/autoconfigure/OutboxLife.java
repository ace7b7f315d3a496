package io.taskqueue.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.JoinsTransactions;
import io.taskqueue.jdbc.OutboxBroker;

/**
 * Forwards what waits in the outbox while the application runs, and stops the start where
 * there can be none.
 */
final class OutboxLife implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(OutboxLife.class);

    private final Broker broker;

    private final @Nullable OutboxBroker outbox;

    private volatile boolean running;

    OutboxLife(Broker broker) {
        this.broker = broker;
        this.outbox = broker.capability(OutboxBroker.class).orElse(null);
    }

    @Override
    public void start() {
        if (this.broker.capability(JoinsTransactions.class).isEmpty()) {
            throw new TaskQueueStartException(
                    "taskqueue.outbox.enabled is true, and this application has no DataSource to keep an outbox in, or"
                            + " several none of which is primary.",
                    """
                            Do one of these:

                                - add org.springframework.boot:spring-boot-starter-jdbc or -data-jpa and a JDBC driver
                                - mark one of several DataSource beans with @TaskQueueDataSource
                                - remove taskqueue.outbox.enabled""");
        }
        if (this.outbox != null) {
            this.outbox.start();
        }
        else {
            logger.info("taskqueue.outbox.enabled changes nothing: the broker {} is part of transactions by itself",
                    this.broker.description());
        }
        this.running = true;
    }

    @Override
    public void stop() {
        if (this.outbox != null) {
            this.outbox.stop();
        }
        this.running = false;
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

}
