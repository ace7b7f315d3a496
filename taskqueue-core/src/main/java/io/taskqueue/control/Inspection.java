package io.taskqueue.control;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.taskqueue.TaskDefinition;
import io.taskqueue.worker.HeldTask;
import io.taskqueue.worker.WorkerStatus;

/**
 * What may always be asked. Answers have the shapes of Celery's, whose tools read them;
 * arguments of tasks are left out, since whoever can ask may not be one to see them.
 */
final class Inspection {

    /** In place of what tasks are called with and return. */
    static final String NOT_TOLD = "…";

    private final Subject subject;

    private final Tally tally;

    private final Revocations revocations;

    private final LamportClock clock;

    Inspection(Subject subject, Tally tally, Revocations revocations, LamportClock clock) {
        this.subject = subject;
        this.tally = tally;
        this.revocations = revocations;
        this.clock = clock;
    }

    Map<String, Command> commands() {
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("ping", (request) -> Command.ok("pong"));
        commands.put("active", (request) -> held((task) -> task.since() != null));
        commands.put("reserved", (request) -> held((task) -> task.since() == null));
        // what is not due yet waits in the broker, never in a worker
        commands.put("scheduled", (request) -> List.of());
        commands.put("registered", (request) -> registered());
        commands.put("stats", (request) -> stats());
        commands.put("active_queues", (request) -> queues());
        commands.put("query_task", (request) -> query(request.texts("ids")));
        commands.put("revoked", (request) -> this.revocations.ids());
        commands.put("conf", (request) -> configuration());
        commands.put("clock", (request) -> Map.of("clock", this.clock.now()));
        commands.put("report", (request) -> Command.ok(report()));
        commands.put("hello", this::hello);
        for (Map.Entry<String, String> old : Map
            .of("dump_active", "active", "dump_reserved", "reserved", "dump_schedule", "scheduled", "dump_revoked",
                    "revoked", "dump_tasks", "registered", "dump_conf", "conf")
            .entrySet()) {
            commands.put(old.getKey(), commands.get(old.getValue()));
        }
        return commands;
    }

    private List<Map<String, @Nullable Object>> held(Predicate<HeldTask> which) {
        return this.subject.held().get().stream().filter(which).map(this::request).toList();
    }

    private Map<String, @Nullable Object> request(HeldTask task) {
        Map<String, @Nullable Object> delivery = new LinkedHashMap<>();
        delivery.put("exchange", "");
        delivery.put("routing_key", task.queue());
        delivery.put("priority", task.priority());
        delivery.put("redelivered", task.redelivered());
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("id", task.id());
        request.put("name", task.task());
        request.put("args", NOT_TOLD);
        request.put("kwargs", NOT_TOLD);
        request.put("type", task.task());
        request.put("hostname", this.subject.node());
        request.put("time_start", (task.since() != null) ? seconds(task.since()) : null);
        // what is acknowledged is gone from the broker; here that follows the outcome
        request.put("acknowledged", false);
        request.put("delivery_info", delivery);
        request.put("worker_pid", (task.since() != null) ? ProcessHandle.current().pid() : null);
        return request;
    }

    static double seconds(Instant moment) {
        return moment.toEpochMilli() / 1000.0;
    }

    private List<String> registered() {
        return this.subject.catalog().all().stream().map(TaskDefinition::name).toList();
    }

    private Map<String, Object> query(Collection<String> ids) {
        Map<String, Object> known = new LinkedHashMap<>();
        for (HeldTask task : this.subject.held().get()) {
            if (ids.contains(task.id())) {
                known.put(task.id(), List.of((task.since() != null) ? "active" : "reserved", request(task)));
            }
        }
        return known;
    }

    private List<Map<String, @Nullable Object>> queues() {
        return this.subject.status().get().queues().stream().map(Inspection::queue).toList();
    }

    private static Map<String, @Nullable Object> queue(String name) {
        Map<String, @Nullable Object> queue = new LinkedHashMap<>();
        queue.put("name", name);
        queue.put("exchange", Map.of("name", name, "type", "direct", "durable", true, "auto_delete", false));
        queue.put("routing_key", name);
        queue.put("durable", true);
        queue.put("exclusive", false);
        queue.put("auto_delete", false);
        queue.put("no_ack", false);
        queue.put("alias", null);
        return queue;
    }

    private Map<String, @Nullable Object> stats() {
        WorkerStatus status = this.subject.status().get();
        long pid = ProcessHandle.current().pid();
        Map<String, Object> pool = new LinkedHashMap<>();
        pool.put("implementation", "taskqueue");
        pool.put("max-concurrency", status.concurrency());
        pool.put("processes", List.of(pid));
        pool.put("max-tasks-per-child", "N/A");
        pool.put("timeouts", List.of(0, 0));
        Map<String, @Nullable Object> stats = new LinkedHashMap<>();
        stats.put("total", this.tally.byName());
        stats.put("pid", pid);
        stats.put("clock", String.valueOf(this.clock.now()));
        stats.put("uptime", (status.started() != null)
                ? Duration.between(status.started(), this.subject.time().now()).toSeconds() : 0);
        stats.put("pool", pool);
        stats.put("broker", broker());
        stats.put("prefetch_count", status.concurrency() + status.waiting());
        stats.put("rusage", Map.of("utime",
                ProcessHandle.current().info().totalCpuDuration().map((cpu) -> cpu.toMillis() / 1000.0).orElse(0.0)));
        return stats;
    }

    private Map<String, @Nullable Object> broker() {
        Map<String, @Nullable Object> broker = new LinkedHashMap<>();
        try {
            URI address = URI.create(this.subject.broker());
            broker.put("transport", address.getScheme());
            broker.put("hostname", address.getHost());
            broker.put("port", (address.getPort() >= 0) ? address.getPort() : null);
            broker.put("virtual_host", (address.getPath() != null) ? address.getPath().replaceFirst("^/", "") : null);
        }
        catch (IllegalArgumentException several) {
            broker.put("hostname", this.subject.broker());
        }
        return broker;
    }

    private Map<String, @Nullable Object> configuration() {
        WorkerStatus status = this.subject.status().get();
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("broker_url", this.subject.broker());
        settings.put("result_backend", this.subject.results());
        settings.put("worker_concurrency", status.concurrency());
        settings.put("task_queues", status.queues());
        settings.put("task_acks_late", true);
        settings.put("task_serializer", "json");
        settings.put("result_serializer", "json");
        settings.put("accept_content", List.of("json"));
        return settings;
    }

    private String report() {
        List<String> lines = new ArrayList<>();
        lines.add("software -> " + Software.NAME + ":" + Software.VERSION + " java:" + Runtime.version());
        lines.add("platform -> system:" + System.getProperty("os.name") + " arch:" + System.getProperty("os.arch"));
        lines.add("transport -> " + this.subject.broker());
        lines.add("results -> " + this.subject.results());
        return String.join("\n", lines);
    }

    /** What a starting worker of Celery's asks of all the others. */
    private @Nullable Object hello(ControlRequest request) {
        return this.subject.node().equals(request.text("from_node")) ? null
                : Map.of("revoked", this.revocations.ids(), "clock", this.clock.now());
    }

}
