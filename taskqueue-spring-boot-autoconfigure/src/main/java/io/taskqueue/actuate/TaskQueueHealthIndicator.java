package io.taskqueue.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Checkup;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.Outbox;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.console.Trouble;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.WorkerStatus;

/**
 * Whether tasks can be run: the broker and the result store answer, and neither a worker
 * of this process nor its schedules are in trouble. It says what is the matter in words
 * of our own; those of a cause may hold an address or a password and are in the log.
 */
public class TaskQueueHealthIndicator extends AbstractHealthIndicator {

    private final Broker broker;

    private final ResultBackend results;

    private final Supplier<List<WorkerStatus>> workers;

    private final Supplier<@Nullable RuntimeException> schedules;

    /**
     * @param broker what carries the tasks
     * @param results what keeps their results
     * @param workers the workers of this process
     * @param schedules why this process cannot look after schedules, if so
     */
    public TaskQueueHealthIndicator(Broker broker, ResultBackend results, Supplier<List<WorkerStatus>> workers,
            Supplier<@Nullable RuntimeException> schedules) {
        super("Tasks cannot be looked at");
        this.broker = broker;
        this.results = results;
        this.workers = workers;
        this.schedules = schedules;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<WorkerStatus> now = this.workers.get();
        builder.up();
        builder.withDetail("broker", this.broker.description());
        builder.withDetail("results", this.results.description());
        ask(builder, "broker", () -> queues(builder, now));
        this.broker.capability(Outbox.class)
            .ifPresent((outbox) -> ask(builder, "outbox", () -> builder.withDetail("outbox", details(outbox))));
        ask(builder, "results", () -> this.results.find(List.of("health")));
        ask(builder, "schedules", () -> {
            RuntimeException trouble = this.schedules.get();
            if (trouble != null) {
                throw trouble;
            }
        });
        if (!now.isEmpty()) {
            Map<String, Object> workers = new LinkedHashMap<>();
            now.forEach((worker) -> workers.put(worker.name(), details(worker)));
            builder.withDetail("workers", workers);
        }
        if (now.stream().map(WorkerStatus::trouble).anyMatch(Objects::nonNull)) {
            builder.down();
        }
    }

    private void queues(Health.Builder builder, List<WorkerStatus> now) {
        Set<String> names = new TreeSet<>();
        now.forEach((worker) -> names.addAll(worker.queues()));
        this.broker.capability(QueueInspection.class).ifPresent((able) -> {
            Map<String, Long> waiting = new LinkedHashMap<>();
            for (QueueDepth depth : able.depths(names)) {
                waiting.put(depth.queue(), depth.ready());
            }
            builder.withDetail("waiting", waiting);
        });
        this.broker.capability(DeadLetters.class)
            .ifPresent((letters) -> builder.withDetail("deadLetters", letters.count(null)));
        this.broker.capability(Checkup.class)
            .map(Checkup::concerns)
            .filter((concerns) -> !concerns.isEmpty())
            .ifPresent((concerns) -> builder.withDetail("concerns", concerns));
    }

    private static void ask(Health.Builder builder, String who, Runnable question) {
        try {
            question.run();
        }
        catch (RuntimeException failure) {
            builder.down().withDetail(who + "Trouble", "does not answer: " + Trouble.of(failure));
        }
    }

    private static Map<String, Object> details(Outbox outbox) {
        QueueDepth depth = outbox.depth();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("waiting", depth.ready() + Objects.requireNonNullElse(depth.inFlight(), 0L));
        details.put("lag", Objects.requireNonNullElse(depth.oldest(), Duration.ZERO));
        details.put("refused", outbox.refused().count(null));
        return details;
    }

    private static Map<String, Object> details(WorkerStatus worker) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", worker.state().name());
        details.put("concurrency", worker.concurrency());
        details.put("running", worker.running().size());
        details.put("backlog", worker.backlog());
        details.put("unknownNames", worker.unknownNames());
        String trouble = Trouble.of(worker);
        if (trouble != null) {
            details.put("trouble", trouble);
        }
        return details;
    }

}
