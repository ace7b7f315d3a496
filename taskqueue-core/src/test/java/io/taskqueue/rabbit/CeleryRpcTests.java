package io.taskqueue.rabbit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import io.taskqueue.RemoteTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCall;
import io.taskqueue.TaskContext;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.Celery;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Python's Celery and this library, both with {@code rpc://}, on RabbitMQ alone. */
class CeleryRpcTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    private static final String PYTHON_QUEUE = "python-rpc-" + RUN;

    private static final String JAVA_QUEUE = "java-rpc-" + RUN;

    private static Celery python;

    private final CachingConnectionFactory factory = new CachingConnectionFactory(URI.create(RabbitServer.url()));

    private final RabbitConnections connections = new RabbitConnections(this.factory, Duration.ofSeconds(5));

    private final Engine engine = Engine.with(new Java())
        .broker(new RabbitBroker(this.connections, RabbitBroker.Options.DEFAULT, MessageCodec.standard(),
                TimeSource.system()))
        .results(new RpcResultBackend(this.connections, RabbitBroker.Options.DEFAULT,
                new MemoryResultBackend(
                        new MemoryResultBackend.Options(Duration.ofHours(1), Duration.ofHours(1), 1_000),
                        TimeSource.system()),
                TimeSource.system()))
        .build();

    @BeforeAll
    static void startPython() {
        python = Celery.worker(RabbitServer.url(), "rpc://", PYTHON_QUEUE);
    }

    @AfterAll
    static void stopPython() {
        python.close();
    }

    @AfterEach
    void close() {
        this.engine.close();
        this.factory.destroy();
    }

    private void work() {
        this.engine.work((options) -> options.queues(List.of(JAVA_QUEUE)).concurrency(2));
    }

    private static String python(String snippet) {
        return Celery.run(RabbitServer.url(), "rpc://", snippet.replace("QUEUE", "'" + JAVA_QUEUE + "'"));
    }

    private TaskCall<Object> toPython(String task, Object... args) {
        return this.engine.tasks.signature(task, args).queue(PYTHON_QUEUE).returning(Object.class);
    }

    @Test
    void pythonHearsWhatJavaReturned() {
        work();
        assertThat(python("""
                calls = [app.send_task('java.add', [n, 1], queue=QUEUE) for n in range(20)]
                print(json.dumps([call.get(timeout=20) for call in calls]))
                """)).isEqualTo("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]");
    }

    @Test
    void pythonHearsOfJavasFailureAndOfASecondAttempt() {
        work();
        assertThat(python("""
                again = app.send_task('java.again', queue=QUEUE).get(timeout=20)
                try:
                    app.send_task('java.fail', queue=QUEUE).get(timeout=20)
                except Exception as failure:
                    print(json.dumps([again, str(failure)]))
                """)).isEqualTo("[2, \"sold out\"]");
    }

    @Test
    void pythonHearsTheEndOfAChainThroughBoth() {
        work();
        assertThat(python("""
                from celery import chain, signature
                end = chain(
                    signature('java.add', [1, 2], queue=QUEUE),
                    signature('tasks.add', [10], queue='%s'),
                    signature('java.add', [100], queue=QUEUE)).apply_async()
                print(end.get(timeout=20))
                """.formatted(PYTHON_QUEUE))).isEqualTo("113");
    }

    @Test
    void javaHearsWhatPythonReturned() {
        assertThat(toPython("tasks.add", 2, 3).apply().get(SOON)).isEqualTo(5);
        assertThatThrownBy(() -> toPython("tasks.fail").apply().get(SOON)).isInstanceOf(RemoteTaskException.class)
            .hasMessageContaining("boom");
    }

    @Test
    void javaHearsTheEndOfAChainThroughBoth() {
        work();
        assertThat(this.engine.tasks
            .chain(toPython("tasks.add", 1, 2), this.engine.tasks.signature("java.add", 10).queue(JAVA_QUEUE),
                    toPython("tasks.add", 100))
            .apply()
            .get(SOON)).isEqualTo(113);
    }

    static class Java {

        @SharedTask("java.add")
        int add(int one, int other) {
            return one + other;
        }

        @SharedTask("java.fail")
        void fail() {
            throw new IllegalStateException("sold out");
        }

        @SharedTask("java.again")
        int again(TaskContext task) {
            if (task.attempt() == 1) {
                throw task.retry(new IllegalStateException("not yet"), Duration.ofMillis(50));
            }
            return task.attempt();
        }

    }

}
