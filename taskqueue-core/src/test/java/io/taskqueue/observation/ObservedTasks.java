package io.taskqueue.observation;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.taskqueue.TaskContext;
import io.taskqueue.TaskDefinition;
import io.taskqueue.TaskOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.execution.Ending;
import io.taskqueue.execution.RegisteredTask;
import io.taskqueue.execution.RunnerOptions;
import io.taskqueue.execution.TaskInterceptor;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.execution.TaskRunner;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.result.TaskJournal;

/** A few tasks, and a runner that an interceptor goes around. */
final class ObservedTasks implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private final List<Runnable> bodies = new ArrayList<>();

    private final TaskRegistry registry = new TaskRegistry(
            () -> List.of(task("works"), task("fails"), task("snoozes"), task("asksAgain"), task("unprintable")));

    static TaskMessage message(String task) {
        byte[] body = MessageCodec.standard().writeBody(List.of(), Map.of());
        return new TaskMessage(TaskId.random(), "shop." + task, "mail", Payload.json(body), TaskHeaders.none(), null,
                null, null);
    }

    TaskRegistry registry() {
        return this.registry;
    }

    /** What the body of {@code works} does. */
    void inside(Runnable body) {
        this.bodies.add(body);
    }

    /** Runs a message once, and says what event its ending brings. */
    TaskEvent run(TaskMessage message, TaskInterceptor interceptor) {
        TaskRunner runner = TaskRunner
            .builder(this.registry, new TaskJournal(new DiscardingResultBackend()), RunnerOptions.of("here"))
            .interceptors(List.of(interceptor))
            .events(TaskEvents.none())
            .build();
        List<Ending> endings = new ArrayList<>();
        runner
            .attempt(new Handed("1", message.queue(), 1, new Content.Readable(message)), (delivery) -> true, this.timer,
                    (attempt, ending) -> endings.add(ending))
            .run();
        TaskEvent event = endings.get(0).event();
        if (event == null) {
            throw new IllegalStateException("No event tells how it ended");
        }
        return event;
    }

    void works() {
        this.bodies.forEach(Runnable::run);
    }

    void fails() {
        throw new IllegalStateException("no");
    }

    void unprintable() {
        throw new Unprintable();
    }

    void snoozes(TaskContext task) {
        throw task.snooze(Duration.ofSeconds(1));
    }

    void asksAgain(TaskContext task) {
        throw task.retry(new IllegalArgumentException("not yet"));
    }

    private RegisteredTask task(String name) {
        Method method = Arrays.stream(ObservedTasks.class.getDeclaredMethods())
            .filter((each) -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
        return new RegisteredTask(new TaskDefinition("shop." + name, Set.of("old." + name), List.of(), void.class,
                TaskOptions.DEFAULT, name, List.of()), ObservedTasks.class, method, method, () -> this);
    }

    @Override
    public void close() {
        this.timer.shutdownNow();
    }

    /** A delivery without a broker. */
    record Handed(String token, String queue, int deliveries, Content content) implements Delivery {
    }

    /** An exception whose own methods throw. */
    static final class Unprintable extends RuntimeException {

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("not even this");
        }

    }

}
