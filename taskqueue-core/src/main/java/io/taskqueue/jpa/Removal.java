package io.taskqueue.jpa;

import java.time.Duration;
import java.time.Instant;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskState;
import io.taskqueue.sql.Moment;

/**
 * When a row may be removed: some time after the end, and long after the last word of a
 * task that never ended, because its queue was purged or its broker lost it. Removing
 * such a row costs its history alone; should the task end after all, it has a row again.
 */
final class Removal {

    private static final Duration OPEN = Duration.ofDays(90);

    private final JpaResultBackend.Options options;

    private final TimeSource time;

    Removal(JpaResultBackend.Options options, TimeSource time) {
        this.options = options;
        this.time = time;
    }

    Instant of(Story story) {
        Instant now = this.time.now();
        TaskState state = story.last().state();
        if (state.terminal()) {
            return now.plus(state.equals(TaskState.SUCCESS) ? this.options.expires() : this.options.expiresFailed());
        }
        Instant due = Moment.storable(story.last().due());
        return ((due != null && due.isAfter(now)) ? due : now).plus(OPEN);
    }

    Instant ofLost() {
        return this.time.now().plus(this.options.expiresFailed());
    }

}
