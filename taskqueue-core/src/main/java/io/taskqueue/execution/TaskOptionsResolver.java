package io.taskqueue.execution;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

import io.taskqueue.RetryOptions;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskOptions;

/**
 * What holds for a task in the end: configuration by name or pattern, then its
 * annotation, then the defaults.
 */
public final class TaskOptionsResolver {

    /** A transaction that is open for long holds up everybody else's. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);

    private final TaskOptions defaults;

    private final TaskPatterns patterns;

    public TaskOptionsResolver(TaskOptions defaults, TaskPatterns patterns) {
        this.defaults = defaults;
        this.patterns = patterns;
    }

    /** The defaults, for tasks that nobody here declares too. */
    public TaskOptions defaults() {
        return this.defaults;
    }

    TaskOptions resolve(String task, SharedTask declared, String source, UnaryOperator<String> placeholders) {
        TaskOverrides said = this.patterns.find(task).or(read(declared, source, placeholders));
        Duration timeLimit = TaskOverrides.first(said.timeLimit(), this.defaults.timeLimit());
        Duration softTimeLimit = TaskOverrides.first(said.softTimeLimit(), this.defaults.softTimeLimit());
        if (declared.transactional()) {
            timeLimit = (timeLimit != null) ? timeLimit : LONGEST_TRANSACTION;
            requireLate(source, or(said.acks(), this.defaults.acks()));
        }
        requireLimits(source, timeLimit, softTimeLimit);
        return new TaskOptions(or(said.queue(), this.defaults.queue()), priority(source, said.priority()), retry(said),
                timeLimit, softTimeLimit, or(said.acks(), this.defaults.acks()),
                or(said.ignoreResult(), this.defaults.ignoreResult()),
                or(said.trackStarted(), this.defaults.trackStarted()),
                TaskOverrides.first(said.expires(), this.defaults.expires()));
    }

    /**
     * Whether the annotation says anything of retries that needs something to trigger
     * them.
     */
    static boolean speaksOfRetries(SharedTask declared) {
        return declared.maxRetries() != SharedTask.UNSET || declared.dontRetryFor().length > 0
                || !declared.retryDelay().isEmpty() || !declared.retryBackoff().isEmpty()
                || !declared.retryBackoffMax().isEmpty() || !declared.retryUntil().isEmpty();
    }

    boolean retriesAutomatically() {
        return this.defaults.retry().automatic();
    }

    private RetryOptions retry(TaskOverrides said) {
        RetryOptions base = this.defaults.retry();
        return new RetryOptions(or(said.maxRetries(), base.maxRetries()), base.automatic(),
                set(said.retryFor(), base.retryFor()), set(said.dontRetryFor(), base.dontRetryFor()),
                or(said.retryDelay(), base.delay()), TaskOverrides.first(said.retryBackoff(), base.backoff()),
                or(said.retryBackoffMax(), base.backoffMax()), or(said.retryJitter(), base.jitter()),
                TaskOverrides.first(said.retryUntil(), base.until()));
    }

    private TaskOverrides read(SharedTask task, String source, UnaryOperator<String> placeholders) {
        if (!task.retryDelay().isEmpty() && !task.retryBackoff().isEmpty()) {
            throw new InvalidTaskException(source, "retryDelay and retryBackoff contradict each other",
                    "Keep retryDelay for waits of one length, or retryBackoff for waits that double");
        }
        return new TaskOverrides(task.queue().isEmpty() ? null : placeholders.apply(task.queue()),
                number(task.priority()), number(task.maxRetries()), classes(task.retryFor()),
                classes(task.dontRetryFor()), duration(source, "retryDelay", task.retryDelay()),
                duration(source, "retryBackoff", task.retryBackoff()),
                duration(source, "retryBackoffMax", task.retryBackoffMax()), task.retryJitter() ? null : false,
                duration(source, "retryUntil", task.retryUntil()), duration(source, "timeLimit", task.timeLimit()),
                duration(source, "softTimeLimit", task.softTimeLimit()),
                (task.acks() == SharedTask.Acknowledgement.LATE) ? null : task.acks(),
                task.ignoreResult() ? true : null, task.trackStarted() ? true : null,
                duration(source, "expires", task.expires()));
    }

    private static @Nullable Integer priority(String source, @Nullable Integer priority) {
        if (priority != null && (priority < 0 || priority > 9)) {
            throw new InvalidTaskException(source, "its priority is " + priority,
                    "A priority is 0 to 9, and 9 runs first");
        }
        return priority;
    }

    private static void requireLate(String source, SharedTask.Acknowledgement acks) {
        if (acks == SharedTask.Acknowledgement.EARLY) {
            throw new InvalidTaskException(source, "it is transactional, and acknowledged before it begins",
                    "Keep transactional where it shall take effect exactly once, or acks = EARLY where it may be lost");
        }
    }

    private static void requireLimits(String source, @Nullable Duration hard, @Nullable Duration soft) {
        if (hard != null && soft != null && soft.compareTo(hard) >= 0) {
            throw new InvalidTaskException(source,
                    "its soft time limit of " + soft + " is not below its time limit of " + hard,
                    "The soft limit interrupts the task so that it can clean up; leave it time before the hard one");
        }
    }

    private static @Nullable Integer number(int value) {
        return (value == SharedTask.UNSET) ? null : value;
    }

    private static @Nullable List<Class<? extends Throwable>> classes(Class<? extends Throwable>[] types) {
        return (types.length == 0) ? null : List.of(types);
    }

    private static @Nullable Duration duration(String source, String attribute, String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            Duration duration = DurationFormatterUtils.detectAndParse(text, DurationFormat.Unit.MILLIS);
            if (!duration.isNegative()) {
                return duration;
            }
        }
        catch (IllegalArgumentException unreadable) {
            // said below, together with what a duration looks like
        }
        throw new InvalidTaskException(source, attribute + " is \"" + text + "\", which is no duration",
                "Write it as 10s, 5m, 1h30m or in ISO-8601 as PT10S");
    }

    private static Set<Class<? extends Throwable>> set(@Nullable List<Class<? extends Throwable>> said,
            Set<Class<? extends Throwable>> otherwise) {
        return (said != null) ? new LinkedHashSet<>(said) : otherwise;
    }

    private static <T> T or(@Nullable T said, T otherwise) {
        return (said != null) ? said : otherwise;
    }

}
