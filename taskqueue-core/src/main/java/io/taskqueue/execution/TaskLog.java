package io.taskqueue.execution;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.message.SafeText;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.TaskError;

/**
 * What a worker says of tasks in the log {@code io.taskqueue.task}: at INFO what Celery's
 * worker says at {@code --loglevel=info}. Never an argument; what comes from outside is
 * escaped, and what outsiders could repeat without end is said once a second for each
 * reason, with a count.
 */
final class TaskLog {

    private static final Logger logger = LoggerFactory.getLogger("io.taskqueue.task");

    private static final int REASONS = 1_000;

    private static final long SECOND = 1_000_000_000L;

    private final TimeSource time;

    private final Map<String, Said> rejections = new ConcurrentHashMap<>();

    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    TaskLog(TimeSource time) {
        this.time = time;
    }

    void received(TaskMessage message) {
        if (logger.isInfoEnabled()) {
            logger.info("Task {} {} received", SafeText.of(message.task()), message.id());
        }
    }

    void succeeded(TaskMessage message, Duration runtime) {
        if (logger.isInfoEnabled()) {
            logger.info("Task {} {} succeeded in {} ms", SafeText.of(message.task()), message.id(),
                    runtime.toNanos() / 1_000 / 1_000.0);
        }
    }

    void replaced(TaskMessage message, WireSignature work) {
        if (logger.isInfoEnabled()) {
            logger.info("Task {} {} is replaced by {}", SafeText.of(message.task()), message.id(),
                    SafeText.of(work.task()));
        }
    }

    void retried(TaskMessage message, String attempt, Duration wait, @Nullable TaskError error) {
        logger.warn("Task {} {} failed in {} and is tried again in {}: {}", SafeText.of(message.task()), message.id(),
                attempt, wait, (error != null) ? SafeText.of(error.type() + ": " + error.message()) : "it asked to be");
    }

    void failed(TaskMessage message, String attempt, @Nullable Throwable cause, TaskError error) {
        String task = SafeText.of(message.task());
        try {
            logger.error("Task {} {} failed in {}", task, message.id(), attempt, cause);
        }
        catch (Throwable unprintable) {
            logger.error("Task {} {} failed in {} with an exception that cannot be printed: {}", task, message.id(),
                    attempt, SafeText.of(error.type()));
        }
    }

    void revoked(TaskMessage message, boolean expired) {
        logger.info("Task {} {} {}", SafeText.of(message.task()), message.id(),
                expired ? "expired before it could start" : "was revoked");
    }

    void stood(TaskMessage message, boolean again) {
        logger.info("Task {} {} had ended before{}", SafeText.of(message.task()), message.id(),
                again ? "; what follows it is sent again" : "");
    }

    void superseded(TaskMessage message) {
        logger.info("Task {} {} was sent twice, and its other message has begun", SafeText.of(message.task()),
                message.id());
    }

    void rejected(String what, String reason) {
        String kind = SafeText.of(reason);
        Said said = this.rejections.get(kind);
        if (said == null) {
            if (this.rejections.size() >= REASONS) {
                this.rejections.clear();
            }
            said = this.rejections.computeIfAbsent(kind, (key) -> new Said());
        }
        long before = said.again(this.time.nanos());
        if (before >= 0) {
            logger.warn("{} goes to the dead letters: {}{}", what, kind,
                    (before > 0) ? " (and " + before + " more since this was last said)" : "");
        }
    }

    void parked(TaskMessage message) {
        if (unknown(message)) {
            logger.warn("No task {} is known here; its messages wait for a worker that knows it",
                    SafeText.of(message.task()));
        }
    }

    /** Remembers a name that no task here has; says whether it is new. */
    boolean unknown(TaskMessage message) {
        return this.unknown.size() < REASONS && this.unknown.add(message.task());
    }

    /** How many names came that no task here has, as far as they are remembered. */
    int unknownNames() {
        return this.unknown.size();
    }

    /** How often something was said, and when aloud. */
    private static final class Said {

        private long last;

        private boolean aloud;

        private long silent;

        /**
         * How many were passed over since it was last said, or -1 if this one is passed
         * over too.
         */
        synchronized long again(long now) {
            if (this.aloud && now - this.last < SECOND) {
                this.silent++;
                return -1;
            }
            long before = this.silent;
            this.aloud = true;
            this.last = now;
            this.silent = 0;
            return before;
        }

    }

}
