package io.taskqueue.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.taskqueue.worker.HeldTask;

/** What changes something, and is obeyed only where the application allows it. */
final class Orders {

    /** All of them. */
    static final Set<String> NAMES = Set.of("revoke", "terminate", "enable_events", "disable_events", "shutdown");

    private final Subject subject;

    private final Consumer<String> revoke;

    private final Herald herald;

    private final Runnable shutdown;

    /**
     * @param revoke revokes a task by its id
     * @param shutdown has this process end in order, without waiting for it
     */
    Orders(Subject subject, Consumer<String> revoke, Herald herald, Runnable shutdown) {
        this.subject = subject;
        this.revoke = revoke;
        this.herald = herald;
        this.shutdown = shutdown;
    }

    Map<String, Command> commands() {
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("revoke", this::revoke);
        commands.put("terminate", this::terminate);
        commands.put("enable_events", (request) -> Command
            .ok(this.herald.tellOfTasks(true) ? "task events enabled" : "task events already enabled"));
        commands.put("disable_events", (request) -> Command
            .ok(this.herald.tellOfTasks(false) ? "task events disabled" : "task events already disabled"));
        commands.put("shutdown", (request) -> {
            this.shutdown.run();
            return null;
        });
        return commands;
    }

    private Object revoke(ControlRequest request) {
        if (request.flag("terminate")) {
            return terminate(request);
        }
        List<String> ids = request.texts("task_id");
        ids.forEach(this.revoke);
        return Command.ok("tasks " + String.join(", ", ids) + " flagged as revoked");
    }

    /** Revoked is revoked; the answer tells which of them were running here. */
    private Object terminate(ControlRequest request) {
        List<String> ids = request.texts("task_id");
        Set<String> running = this.subject.held()
            .get()
            .stream()
            .filter((task) -> task.since() != null)
            .map(HeldTask::id)
            .collect(Collectors.toSet());
        ids.forEach(this.revoke);
        String ended = ids.stream().filter(running::contains).collect(Collectors.joining(", "));
        return Command.ok(ended.isEmpty() ? "terminate: tasks unknown" : "terminate: " + ended);
    }

}
