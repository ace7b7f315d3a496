package io.taskqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.canvas.CallOptions;
import io.taskqueue.canvas.Signature;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskId;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks whose ids are derived, sent more than once by whoever could not know better. */
class RepeatTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Tasks bean = new Tasks();

    private static Signature<?> call(String task, String id) {
        return Signature.of(task)
            .with(CallOptions.NONE.id(id).immediate(true).header(TaskHeaders.PERIODIC_TASK, "nightly"));
    }

    private static void awaitIdle(Engine engine) {
        QueueInspection queues = engine.broker.capability(QueueInspection.class).orElseThrow();
        Awaitility.await()
            .atMost(SOON)
            .until(() -> queues.depths(List.of("taskqueue"))
                .stream()
                .allMatch((depth) -> depth.ready() + depth.delayed() + depth.inFlight() == 0));
    }

    @Test
    @Tag("G12")
    @Tag("W11")
    void secondCopyOfAFiringIsNotRun() {
        try (Engine engine = Engine.with(this.bean).build()) {
            String id = TaskId.derived("secret", "firing", "1");
            assertThat(engine.tasks.sendDerived(List.of(call("tasks.count", id)))).containsExactly(Answer.done());
            engine.work(2);
            Awaitility.await().atMost(SOON).until(() -> engine.story(id).state().equals(TaskState.SUCCESS));
            assertThat(engine.tasks.sendDerived(List.of(call("tasks.count", id), call("tasks.count", id))))
                .containsExactly(Answer.done(), Answer.done());
            awaitIdle(engine);
            assertThat(this.bean.runs).hasValue(1);
            assertThat(engine.story(id).state()).isEqualTo(TaskState.SUCCESS);
        }
    }

    @Test
    @Tag("G12")
    void retryOfAFiringIsRun() {
        try (Engine engine = Engine.with(this.bean).build()) {
            String id = TaskId.derived("secret", "firing", "2");
            engine.tasks.sendDerived(List.of(call("tasks.retried", id)));
            engine.work(2);
            Awaitility.await().atMost(SOON).until(() -> engine.story(id).state().equals(TaskState.SUCCESS));
            engine.tasks.sendDerived(List.of(call("tasks.retried", id)));
            awaitIdle(engine);
            assertThat(this.bean.runs).hasValue(3);
        }
    }

    @Test
    void sameIdOfAnOrdinaryCallIsNobodysBusiness() {
        String id = TaskId.random();
        try (Engine engine = Engine.with(this.bean).build()) {
            engine.work(2);
            Signature<?> plain = Signature.of("tasks.count").with(CallOptions.NONE.id(id));
            engine.tasks.sendDerived(List.of(plain));
            Awaitility.await().atMost(SOON).until(() -> engine.story(id).state().equals(TaskState.SUCCESS));
            engine.tasks.sendDerived(List.of(plain));
            awaitIdle(engine);
            assertThat(this.bean.runs).hasValue(2);
        }
    }

    static class Tasks {

        final AtomicInteger runs = new AtomicInteger();

        @SharedTask
        int count() {
            return this.runs.incrementAndGet();
        }

        @SharedTask(maxRetries = 2)
        int retried(TaskContext task) {
            if (this.runs.incrementAndGet() < 3) {
                throw task.retry(null, Duration.ofMillis(5));
            }
            return task.attempt();
        }

    }

}
