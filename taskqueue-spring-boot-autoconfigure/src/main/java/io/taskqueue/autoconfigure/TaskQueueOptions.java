package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.taskqueue.RetryOptions;
import io.taskqueue.SendOptions;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskOptions;
import io.taskqueue.execution.RunnerOptions;
import io.taskqueue.execution.TaskOverrides;
import io.taskqueue.execution.TaskPatterns;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.Payload;
import io.taskqueue.worker.WorkerOptions;

/**
 * What the core understands of the properties; a value that cannot work is refused by its
 * key.
 */
final class TaskQueueOptions {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    private final TaskQueueProperties properties;

    TaskQueueOptions(TaskQueueProperties properties) {
        this.properties = properties;
    }

    TaskOptions defaults() {
        TaskQueueProperties.Retry retry = this.properties.retry();
        require(retry.maxRetries() >= -1, "retry.max-retries", retry.maxRetries(),
                "It must be 0 or more, or -1 for no limit");
        requireNotNegative("retry.delay", retry.delay());
        Duration hard = this.properties.timeLimit();
        Duration soft = this.properties.softTimeLimit();
        require(hard == null || soft == null || soft.compareTo(hard) < 0, "soft-time-limit", soft,
                "It must be shorter than taskqueue.time-limit, so that there is time to clean up");
        return new TaskOptions(defaultQueue(), null,
                new RetryOptions(retry.maxRetries(), retry.automatic(), Set.of(), Set.of(), retry.delay(),
                        retry.backoff(), retry.backoffMax(), retry.jitter(), retry.until()),
                hard, soft, SharedTask.Acknowledgement.LATE, false, false, null);
    }

    TaskPatterns patterns() {
        Map<String, TaskOverrides> overrides = new LinkedHashMap<>();
        this.properties.tasks()
            .forEach((pattern, said) -> overrides.put(pattern,
                    new TaskOverrides(said.queue(), said.priority(), said.maxRetries(), said.retryFor(),
                            said.dontRetryFor(), said.retryDelay(), said.retryBackoff(), said.retryBackoffMax(),
                            said.retryJitter(), said.retryUntil(), said.timeLimit(), said.softTimeLimit(), said.acks(),
                            said.ignoreResult(), said.trackStarted(), said.expires())));
        return new TaskPatterns(overrides);
    }

    MessageLimits limits() {
        TaskQueueProperties.Message message = this.properties.message();
        return new MessageLimits(bytes("message.max-size", message.maxSize().toBytes()),
                positive("message.max-nesting", message.maxNesting()),
                positive("message.max-string-length", message.maxStringLength()),
                positive("message.max-number-length", message.maxNumberLength()),
                positive("message.max-name-length", message.maxNameLength()),
                positive("message.max-headers", message.maxHeaders()),
                bytes("message.max-header-size", message.maxHeaderSize().toBytes()),
                positive("message.max-chain-length", message.maxChainLength()));
    }

    /** Celery's short name for JSON stands for the content type. */
    Set<String> acceptContent() {
        return this.properties.acceptContent()
            .stream()
            .map((type) -> "json".equals(type) ? Payload.JSON : type)
            .collect(Collectors.toUnmodifiableSet());
    }

    SendOptions sending() {
        Duration timeout = this.properties.broker().publishTimeout();
        require(!timeout.isNegative() && !timeout.isZero(), "broker.publish-timeout", timeout,
                "It must be longer than 0");
        return new SendOptions(defaultQueue(), timeout, SendOptions.DEFAULT.revocationsKept(),
                "gen" + ProcessHandle.current().pid() + "@" + NodeName.host());
    }

    RunnerOptions running(String node) {
        return new RunnerOptions(node, positive("max-deliveries", this.properties.maxDeliveries()),
                this.properties.parkFor(), RunnerOptions.of(node).parkDelay());
    }

    WorkerOptions working(String node, TaskCatalog catalog) {
        WorkerOptions defaults = WorkerOptions.of(node);
        TaskQueueProperties.Worker worker = this.properties.worker();
        requireNotNegative("worker.look-ahead", worker.lookAhead());
        requireNotNegative("worker.shutdown-timeout", worker.shutdownTimeout());
        require(this.properties.sweep().toMillis() > 0, "sweep", this.properties.sweep(), "It must be longer than 0");
        int concurrency = (worker.concurrency() != null) ? worker.concurrency() : defaults.concurrency();
        return new WorkerOptions(node, queues(catalog), worker.strict(), positive("worker.concurrency", concurrency),
                worker.lookAhead(), worker.shutdownTimeout(), this.properties.sweep());
    }

    Duration lease() {
        Duration lease = this.properties.lease();
        require(lease.compareTo(SHORTEST_LEASE) >= 0, "lease", lease, "It must be at least 1s");
        return lease;
    }

    Duration expires() {
        return positive("result.expires", this.properties.result().expires());
    }

    Duration expiresFailed() {
        Duration failed = this.properties.result().expiresFailed();
        return (failed != null) ? positive("result.expires-failed", failed) : expires();
    }

    int maxMessages() {
        return positive("memory.max-messages", this.properties.memory().maxMessages());
    }

    int maxDeadLetters() {
        return positive("memory.max-dead-letters", this.properties.memory().maxDeadLetters());
    }

    int maxResults() {
        return positive("memory.max-results", this.properties.memory().maxResults());
    }

    private String defaultQueue() {
        String queue = this.properties.defaultQueue();
        require(!queue.isBlank(), "default-queue", queue, "A queue has a name");
        return queue;
    }

    private List<String> queues(TaskCatalog catalog) {
        List<String> said = this.properties.worker().queues();
        if (said != null) {
            require(!said.isEmpty() && said.stream().noneMatch(String::isBlank), "worker.queues", said,
                    "A worker takes tasks from at least one queue, and a queue has a name."
                            + " Set taskqueue.worker.enabled=false for a process that runs none");
            return List.copyOf(new LinkedHashSet<>(said));
        }
        Set<String> queues = new LinkedHashSet<>();
        queues.add(defaultQueue());
        catalog.all().forEach((task) -> queues.add(task.options().queue()));
        return List.copyOf(queues);
    }

    private static void requireNotNegative(String key, Duration duration) {
        require(!duration.isNegative(), key, duration, "It must not be negative");
    }

    static int positive(String key, int value) {
        require(value > 0, key, value, "It must be at least 1");
        return value;
    }

    private static Duration positive(String key, Duration value) {
        require(!value.isNegative() && !value.isZero(), key, value, "It must be longer than 0");
        return value;
    }

    private static int bytes(String key, long value) {
        require(value > 0 && value <= Integer.MAX_VALUE, key, value, "It must be at least one byte and at most 2GB");
        return (int) value;
    }

    static void require(boolean holds, String key, @Nullable Object value, String reason) {
        if (!holds) {
            throw new InvalidConfigurationPropertyValueException("taskqueue." + key, value, reason);
        }
    }

}
