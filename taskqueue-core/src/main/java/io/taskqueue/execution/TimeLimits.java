package io.taskqueue.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.taskqueue.TaskTimedOutException;

/**
 * The time limits of one attempt, running. A message may ask for limits of its own, but
 * never for longer ones than its task declares.
 */
final class TimeLimits implements AutoCloseable {

    private final @Nullable Duration hard;

    private final @Nullable TaskTimedOutException soft;

    private final @Nullable ScheduledFuture<?> hardAlarm;

    private final @Nullable ScheduledFuture<?> softAlarm;

    private TimeLimits(Attempt attempt, @Nullable Duration hard, @Nullable Duration soft,
            ScheduledExecutorService timer) {
        String task = attempt.message().task();
        this.hard = hard;
        this.soft = (soft != null) ? new TaskTimedOutException(task, soft, true) : null;
        this.softAlarm = (soft != null) ? alarm(timer, soft, attempt::softTimeOut) : null;
        this.hardAlarm = (hard != null)
                ? alarm(timer, hard, () -> attempt.timeOut(new TaskTimedOutException(task, hard, false))) : null;
    }

    static TimeLimits arm(Attempt attempt, ScheduledExecutorService timer) {
        return new TimeLimits(attempt, shorter(attempt.options().timeLimit(), attempt.message().headers().timeLimit()),
                shorter(attempt.options().softTimeLimit(), attempt.message().headers().softTimeLimit()), timer);
    }

    @Nullable Instant deadline(Instant now) {
        return (this.hard != null) ? now.plus(this.hard) : null;
    }

    /** What a body that obeyed its soft limit failed with. */
    @Nullable TaskTimedOutException soft() {
        return this.soft;
    }

    @Override
    public void close() {
        cancel(this.softAlarm);
        cancel(this.hardAlarm);
    }

    private static ScheduledFuture<?> alarm(ScheduledExecutorService timer, Duration after, Runnable what) {
        return timer.schedule(what, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void cancel(@Nullable ScheduledFuture<?> alarm) {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return (one != null) ? one : other;
        }
        return (one.compareTo(other) < 0) ? one : other;
    }

}
