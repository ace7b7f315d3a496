package io.taskqueue.execution;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskResult;

/**
 * Tells a message that came a second time from one that has yet to be run. Asked for
 * tasks whose ids are derived, since whoever could not know whether one was sent sends it
 * again.
 */
final class Repeats {

    private static final Logger logger = LoggerFactory.getLogger(Repeats.class);

    private final ResultBackend results;

    Repeats(ResultBackend results) {
        this.results = results;
    }

    /**
     * Whether what this message asks for has been done. An attempt that ended in a retry
     * is over only once the next one has been heard of: its message may not have been
     * sent.
     */
    boolean repeated(TaskMessage message) {
        if (message.headers().text(TaskHeaders.PERIODIC_TASK) == null) {
            return false;
        }
        try {
            TaskResult known = this.results.find(List.of(message.id())).get(message.id());
            return known != null && (known.state().terminal() || known.run().attempt() > message.attempt());
        }
        catch (RuntimeException away) {
            // running it twice is better than never
            logger.debug("Whether task {} has run already cannot be found out", message.id(), away);
            return false;
        }
    }

}
