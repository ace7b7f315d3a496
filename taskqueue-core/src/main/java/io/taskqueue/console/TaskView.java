package io.taskqueue.console;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One task's story as operators see it; what is absent is not known or does not apply.
 *
 * @param id its id
 * @param task its name
 * @param state where it stands
 * @param queue where it was sent
 * @param priority 0 to 9, high first
 * @param worker who spoke of it last
 * @param attempt which attempt the state is from
 * @param deliveries how often that attempt was handed out
 * @param created when it was called
 * @param received when a worker last took it
 * @param started when its newest attempt began
 * @param done when it ended
 * @param due when it, or its next attempt, may start
 * @param expires when it may no longer start
 * @param root the first task of its workflow
 * @param parent the task that sent it
 * @param group its group
 * @param schedule the schedule that sent it
 * @param progress how far it is
 * @param args its positional arguments
 * @param kwargs its keyword arguments
 * @param result what it returned, or said with a state of its own
 * @param error why it, or its last attempt, failed
 * @param attempts its ended attempts, oldest first; only where one task is asked for
 */
public record TaskView(String id, @Nullable String task, String state, @Nullable String queue,
        @Nullable Integer priority, @Nullable String worker, int attempt, int deliveries, @Nullable Instant created,
        @Nullable Instant received, @Nullable Instant started, @Nullable Instant done, @Nullable Instant due,
        @Nullable Instant expires, @Nullable String root, @Nullable String parent, @Nullable String group,
        @Nullable String schedule, @Nullable Progress progress, @Nullable Object args, @Nullable Object kwargs,
        @Nullable Object result, @Nullable Error error, @Nullable List<Attempt> attempts) {

    /**
     * How far a task is.
     *
     * @param done the steps done
     * @param total the steps there are
     * @param percent the done part
     * @param note a word for people
     */
    public record Progress(long done, long total, int percent, @Nullable Object note) {
    }

    /**
     * Why something failed.
     *
     * @param type the exception's class name
     * @param message its message
     * @param trace its stack
     */
    public record Error(String type, @Nullable Object message, @Nullable Object trace) {
    }

    /**
     * One ended attempt.
     *
     * @param attempt which one, counted from one
     * @param deliveries how often it was handed out
     * @param state how it ended
     * @param worker where it ran
     * @param started when it began
     * @param ended when it ended
     * @param error why it failed
     */
    public record Attempt(int attempt, int deliveries, String state, @Nullable String worker, @Nullable Instant started,
            Instant ended, @Nullable Error error) {
    }

}
