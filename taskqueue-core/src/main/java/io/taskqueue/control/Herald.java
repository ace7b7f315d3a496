package io.taskqueue.control;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.BoundedJson;
import io.taskqueue.broker.ControlWire;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.result.TaskError;

/**
 * Tells whoever watches what happens here, as Celery's events: of this worker always, of
 * each task once that is wished. What tasks were called with, what they returned and what
 * their errors say is not told.
 */
final class Herald {

    /**
     * How often it says that it is there; who is not heard for twice that long is gone.
     */
    static final Duration BEAT = Duration.ofSeconds(2);

    private final Subject subject;

    private final Tally tally;

    private final LamportClock clock;

    private final ControlWire wire;

    private final BoundedJson json = new BoundedJson(ControlRequest.LONGEST);

    private final AtomicBoolean tellsOfTasks = new AtomicBoolean();

    Herald(Subject subject, Tally tally, LamportClock clock, ControlWire wire) {
        this.subject = subject;
        this.tally = tally;
        this.clock = clock;
        this.wire = wire;
    }

    /**
     * Has it tell of tasks, or not.
     * @return whether that is new
     */
    boolean tellOfTasks(boolean wished) {
        return this.tellsOfTasks.compareAndSet(!wished, wished);
    }

    boolean tellsOfTasks() {
        return this.tellsOfTasks.get();
    }

    /** Says {@code online}, {@code heartbeat} or {@code offline}. */
    void tellOfWorker(String what) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("freq", BEAT.toMillis() / 1000.0);
        fields.put("active", this.subject.status().get().running().size());
        fields.put("processed", this.tally.all());
        fields.put("loadavg", List.of(load, load, load));
        fields.put("sw_ident", Software.NAME);
        fields.put("sw_ver", Software.VERSION);
        fields.put("sw_sys", System.getProperty("os.name"));
        tell("worker-" + what, this.subject.time().now(), fields);
    }

    /** Tells of a task. */
    void tellOf(TaskEvent event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("uuid", event.id());
        String type = type(event, fields);
        tell(type, event.at(), fields);
    }

    private static String type(TaskEvent event, Map<String, @Nullable Object> fields) {
        if (event instanceof TaskEvent.TaskSent sent) {
            called(sent, fields);
            fields.put("queue", sent.queue());
            fields.put("exchange", "");
            fields.put("routing_key", sent.queue());
            return "task-sent";
        }
        if (event instanceof TaskEvent.TaskReceived received) {
            called(received, fields);
            fields.put("retries", received.attempt() - 1);
            return "task-received";
        }
        if (event instanceof TaskEvent.TaskStarted) {
            return "task-started";
        }
        if (event instanceof TaskEvent.TaskSucceeded succeeded) {
            fields.put("result", Inspection.NOT_TOLD);
            fields.put("runtime", seconds(succeeded.runtime()));
            return "task-succeeded";
        }
        if (event instanceof TaskEvent.TaskFailed failed) {
            fields.put("exception", words(failed.error()));
            fields.put("traceback", null);
            return "task-failed";
        }
        if (event instanceof TaskEvent.TaskRetried retried) {
            fields.put("exception", words(retried.error()));
            fields.put("traceback", null);
            return "task-retried";
        }
        if (event instanceof TaskEvent.TaskRevoked revoked) {
            fields.put("terminated", false);
            fields.put("signum", null);
            fields.put("expired", revoked.expired());
            return "task-revoked";
        }
        if (event instanceof TaskEvent.TaskRejected) {
            fields.put("requeue", false);
            return "task-rejected";
        }
        return "task-unsent";
    }

    /** All that readers of Celery's events count on where a task is first told of. */
    private static void called(TaskEvent event, Map<String, @Nullable Object> fields) {
        fields.put("name", event.task());
        fields.put("args", Inspection.NOT_TOLD);
        fields.put("kwargs", Inspection.NOT_TOLD);
        fields.put("root_id", null);
        fields.put("parent_id", null);
        fields.put("retries", 0);
        fields.put("eta", null);
        fields.put("expires", null);
    }

    /** As Python would write it; what it says may be as secret as an argument. */
    private static String words(@Nullable TaskError error) {
        return (error != null) ? error.type() + "('" + Inspection.NOT_TOLD + "')" : "";
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private void tell(String type, Instant at, Map<String, @Nullable Object> fields) {
        String node = this.subject.node();
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", type);
        event.put("hostname", node);
        // not in milliseconds: every Python worker that listens would end
        event.put("timestamp", Inspection.seconds(at));
        event.put("pid", ProcessHandle.current().pid());
        event.put("clock", this.clock.forward());
        event.putAll(fields);
        this.wire.tell(type.replace('-', '.'),
                new ControlWire.Message(Map.of("hostname", node), this.json.write(event)));
    }

}
