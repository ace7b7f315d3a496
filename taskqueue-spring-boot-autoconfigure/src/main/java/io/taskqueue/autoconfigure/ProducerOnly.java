package io.taskqueue.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.result.TaskJournal;

/**
 * A process that calls tasks and runs none. It says so, and does not start if nobody else
 * could run them.
 */
final class ProducerOnly implements SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(ProducerOnly.class);

    private final Broker broker;

    private final TaskJournal journal;

    ProducerOnly(Broker broker, TaskJournal journal) {
        this.broker = broker;
        this.journal = journal;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (this.broker.capability(ProcessLocal.class).isPresent()) {
            throw new TaskQueueStartException(
                    "The worker is disabled, and the broker keeps its messages in this process' memory: nobody would ever"
                            + " run a task.",
                    "Remove taskqueue.worker.enabled=false, or use a broker that other processes share.");
        }
        logger.info("This process calls tasks and runs none; broker {}, results {}", this.broker.description(),
                this.journal.backend().description());
    }

}
