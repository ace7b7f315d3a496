package io.taskqueue;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/**
 * What callers may ask of tasks they called: to find them, wait for them, read them,
 * revoke and forget them.
 */
final class TaskResults implements AutoCloseable {

    /**
     * The topic on which a revocation is broadcast; its field {@code ids} is a list of
     * task ids.
     */
    static final String REVOKE = "revoke";

    private static final Logger logger = LoggerFactory.getLogger(TaskResults.class);

    private static final int PORTION = 100;

    private final TaskJournal journal;

    private final TaskValues values;

    private final Wishes wishes;

    private final Broadcast broadcast;

    private final SendOptions options;

    private final ResultAwaiter awaiter;

    TaskResults(TaskJournal journal, TaskValues values, Wishes wishes, Broadcast broadcast, SendOptions options) {
        this.journal = journal;
        this.values = values;
        this.wishes = wishes;
        this.broadcast = broadcast;
        this.options = options;
        this.awaiter = new ResultAwaiter(journal.backend());
    }

    /**
     * The newest statement about a task; what this node noted and has not written yet
     * counts.
     */
    Optional<TaskResult> find(String id) {
        ResultBackend backend = this.journal.backend();
        TaskResult found = backend.find(List.of(id)).get(id);
        if (found == null && this.journal.history() && this.journal.flush(this.options.publishTimeout())) {
            found = backend.find(List.of(id)).get(id);
        }
        return Optional.ofNullable(found);
    }

    /** The newest statements about tasks, in one round trip. */
    Map<String, TaskResult> find(Collection<String> ids) {
        return this.journal.backend().find(ids);
    }

    CompletableFuture<TaskResult> await(String id) {
        return this.awaiter.await(id);
    }

    // whether the value may be null is for the task's own type to say
    @SuppressWarnings({ "unchecked", "NullAway" })
    <T extends @Nullable Object> T value(TaskResult result, Type type) {
        String json = result.value();
        return (json == null || type == void.class || type == Void.class) ? (T) null : (T) this.values.read(json, type);
    }

    /** Whether nobody will ever find a result, because none is stored. */
    boolean discarded() {
        return this.journal.backend() instanceof DiscardingResultBackend;
    }

    void revoke(List<String> ids, TimeSource time) {
        for (int from = 0; from < ids.size(); from += PORTION) {
            revokeSome(ids.subList(from, Math.min(ids.size(), from + PORTION)), time);
        }
    }

    private void revokeSome(List<String> ids, TimeSource time) {
        this.wishes.revoke(ids, this.options.revocationsKept());
        if (this.journal.history()) {
            this.journal.store(ids.stream()
                .map((id) -> TaskResult.of(id, TaskState.REVOKED, TaskRun.NONE, time.now(), TaskDetails.NONE)
                    .error(TaskError.of("TaskRevoked", "revoked")))
                .toList());
        }
        try {
            this.broadcast.send(new Broadcast.Notice(REVOKE, Map.of("ids", ids)));
        }
        catch (RuntimeException failure) {
            logger.debug("The revocation of {} was stored but not broadcast; workers will find it", ids, failure);
        }
    }

    void forget(String id) {
        this.journal.flush(this.options.publishTimeout());
        this.journal.backend().forget(List.of(id));
    }

    @Override
    public void close() {
        this.awaiter.close();
    }

}
