package io.taskqueue.result;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One task's story as a store with history tells it.
 *
 * @param last the newest statement, with all details that anyone knew
 * @param created when it was called, or first heard of
 * @param received when a worker last took it
 * @param started when its newest attempt began
 * @param done when it ended
 * @param attempts the attempts that ended in a retry or for good, oldest first
 */
public record TaskRecord(TaskResult last, Instant created, @Nullable Instant received, @Nullable Instant started,
        @Nullable Instant done, List<Attempt> attempts) {

    public TaskRecord {
        attempts = List.copyOf(attempts);
    }

    /** The task. */
    public String id() {
        return this.last.id();
    }

    /** Where it stands. */
    public TaskState state() {
        return this.last.state();
    }

    /**
     * One ended attempt.
     *
     * @param run which one
     * @param state how it ended
     * @param worker where it ran
     * @param started when it began
     * @param ended when it ended
     * @param error why it failed
     */
    public record Attempt(TaskRun run, TaskState state, @Nullable String worker, @Nullable Instant started,
            Instant ended, @Nullable TaskError error) {
    }

}
