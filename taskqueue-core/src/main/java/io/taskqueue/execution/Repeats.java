package io.taskqueue.execution;

import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/**
 * Tells a message that came a second time from one that has yet to be run. Asked where
 * looking pays: for tasks whose ids are derived, since whoever could not know whether one
 * was sent sends it again, for those whose worker may have died between storing their end
 * and sending what follows, and for tasks that want no second run.
 */
final class Repeats {

    private static final Logger logger = LoggerFactory.getLogger(Repeats.class);

    private final ResultBackend results;

    Repeats(ResultBackend results) {
        this.results = results;
    }

    /**
     * The end of what this message asks for, if it is stored. An attempt that ended in a
     * retry is over only once the next one has been handed to a worker: its message may
     * not have been sent. A rejected one runs again only because somebody replays it.
     * @param suspected whether an earlier delivery may have come to an end without
     * sending what follows, or the task wants it to be looked for in any case
     */
    Optional<TaskResult> end(TaskMessage message, boolean suspected) {
        TaskHeaders headers = message.headers();
        if (!suspected && !headers.once() && headers.text(TaskHeaders.PERIODIC_TASK) == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(this.results.find(List.of(message.id())).get(message.id()))
                .filter((known) -> over(known) || begun(known.run(), message.attempt()));
        }
        catch (RuntimeException away) {
            // running it twice is better than never
            logger.debug("Whether task {} has run already cannot be found out", message.id(), away);
            return Optional.empty();
        }
    }

    /** Whether another message of the same chord's body has begun. */
    boolean superseded(TaskMessage message) {
        String copy = message.headers().text(TaskHeaders.COPY);
        ChordCounter counter = (copy != null) ? this.results.capability(ChordCounter.class).orElse(null) : null;
        try {
            return copy != null && counter != null && !counter.begin(message.id(), copy);
        }
        catch (ResultStoreException away) {
            logger.debug("Whether another copy of task {} has begun cannot be found out", message.id(), away);
            return false;
        }
    }

    private static boolean begun(TaskRun run, int after) {
        return run.attempt() > after && run.deliveries() > 0;
    }

    private static boolean over(TaskResult known) {
        return known.state().terminal() && !known.state().equals(TaskState.REJECTED);
    }

}
