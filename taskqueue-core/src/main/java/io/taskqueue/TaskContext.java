package io.taskqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.taskqueue.message.TaskHeaders;

/**
 * What a running task knows of itself: its last parameter, where it wants one. What
 * Celery calls {@code bind=True}. Valid until the method ends, from any thread.
 */
public interface TaskContext {

    /** The task's id, the same for all its attempts. */
    String id();

    /** The task's name. */
    String task();

    /** The queue it was taken from. */
    String queue();

    /** Which attempt this is, counted from one. */
    int attempt();

    /**
     * How often this attempt was handed to a worker, counted from one; more than one
     * after a worker died.
     */
    int deliveries();

    /** Whether an earlier delivery of this attempt may have begun. */
    default boolean redelivered() {
        return deliveries() > 1;
    }

    /** The headers of the message, those of the caller's own included. */
    TaskHeaders headers();

    /** Tells how far it is; it can be read while the task runs. */
    void progress(long done, long total, @Nullable String note);

    /** Tells how far it is. */
    default void progress(long done, long total) {
        progress(done, total, null);
    }

    /**
     * Sets a state of the task's own.
     * @param state its name, in capitals, not one of the built-in ones
     * @param value what goes with it, anything that can be written as JSON
     */
    void updateState(String state, @Nullable Object value);

    /**
     * Asks for another attempt: {@code throw task.retry(cause)}. Without an attempt left,
     * the cause becomes the task's error. The wait is the one the task declares.
     */
    TaskRetryException retry(@Nullable Throwable cause);

    /**
     * Asks for another attempt after this wait:
     * {@code throw task.retry(cause, ofSeconds(60))}.
     */
    TaskRetryException retry(@Nullable Throwable cause, Duration delay);

    /**
     * Asks to run again later without counting this run as an attempt:
     * {@code throw task.snooze(ofMinutes(5))}.
     */
    TaskSnoozeException snooze(Duration delay);

    /**
     * Has other work take this task's place: {@code throw task.replace(tasks.chain(…))}.
     * The task has not ended then. What that work returns becomes its result, and what
     * was to follow it, follows that: links, errbacks, the rest of its chain, the chord
     * it is a member of. What a transactional task wrote before is rolled back.
     * @throws UnknownTaskException if the work names no task
     * @throws TaskArgumentException if arguments do not fit
     */
    default TaskReplaceException replace(CanvasCall<?> work) {
        return new TaskReplaceException(work.encode());
    }

    /**
     * Refuses the message for good, into the dead letters:
     * {@code throw task.reject("no such order")}.
     */
    TaskRejectException reject(String reason);

    /**
     * Whether somebody wished it to stop: it was revoked, its soft limit passed, or its
     * worker is stopping.
     */
    boolean cancelled();

    /** When its hard time limit ends it; empty without one. */
    Optional<Instant> deadline();

    /** A logger named after the task. */
    Logger logger();

    /** The task this thread is running, if any. */
    static Optional<TaskContext> current() {
        return Optional.ofNullable(CurrentTask.get());
    }

}
