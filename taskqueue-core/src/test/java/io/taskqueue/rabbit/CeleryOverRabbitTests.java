package io.taskqueue.rabbit;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCall;
import io.taskqueue.TaskContext;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.redis.RedisConnections;
import io.taskqueue.redis.RedisResultBackend;
import io.taskqueue.servers.Celery;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Python's Celery and this library as peers on one RabbitMQ, with results in one Redis:
 * calls both ways, and a queue that both take from. Python's worker serves a queue of its
 * own all the time, ours another where a test starts it.
 */
class CeleryOverRabbitTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    private static final String PYTHON_QUEUE = "python-" + RUN;

    private static final String JAVA_QUEUE = "java-" + RUN;

    private static RedisProcess redis;

    private static Celery python;

    private final String key = "test:" + UUID.randomUUID();

    private RedisConnections results;

    private CachingConnectionFactory factory;

    private Engine engine;

    @BeforeAll
    static void startPython() {
        redis = RedisServer.start();
        python = Celery.worker(RabbitServer.url(), redis.url(), PYTHON_QUEUE);
    }

    @AfterAll
    static void stopPython() {
        python.close();
        redis.close();
    }

    @BeforeEach
    void build() {
        this.results = RedisConnections.like(new LettuceConnectionFactory("127.0.0.1", redis.port()),
                Duration.ofSeconds(5));
        this.factory = new CachingConnectionFactory(URI.create(RabbitServer.url()));
        this.engine = Engine.with(new Java())
            .broker(new RabbitBroker(new RabbitConnections(this.factory, Duration.ofSeconds(5)),
                    RabbitBroker.Options.DEFAULT, MessageCodec.standard(), TimeSource.system()))
            .results(new RedisResultBackend(this.results,
                    new RedisResultBackend.Options("", Duration.ofHours(1), Duration.ofHours(1), 100),
                    TimeSource.system()))
            .build();
    }

    @AfterEach
    void close() {
        this.engine.close();
        this.factory.destroy();
        this.results.close();
    }

    private void work(String... queues) {
        this.engine.work((options) -> options.queues(List.of(queues)).concurrency(2));
    }

    private static String python(String snippet) {
        return Celery.run(RabbitServer.url(), redis.url(), snippet.replace("QUEUE", "'" + JAVA_QUEUE + "'"));
    }

    private TaskCall<Object> toPython(String task, Object... args) {
        return this.engine.tasks.signature(task, args).queue(PYTHON_QUEUE).returning(Object.class);
    }

    @Test
    void pythonCallsJavaWithArgumentsOfEitherKind() {
        work(JAVA_QUEUE);
        assertThat(python("""
                one = app.send_task('java.describe', ['Stühle', 2], queue=QUEUE)
                other = app.send_task('java.describe', ['Tisch'], {'count': 1}, queue=QUEUE)
                print(json.dumps([one.get(timeout=20), other.get(timeout=20)]))
                """)).isEqualTo("[\"St\\u00fchle 2\", \"Tisch 1\"]");
    }

    @Test
    @Tag("G11")
    void countdownThatPythonLeavesToTheWorkerWaitsInTheBroker() {
        work(JAVA_QUEUE);
        assertThat(python("""
                sent = time.time() * 1000
                ran = app.send_task('java.now', countdown=1, queue=QUEUE).get(timeout=20)
                print(json.dumps(999 <= ran - sent < 4000))
                """)).isEqualTo("true");
    }

    @Test
    void whatExpiredInPythonIsNotRunByJava() {
        String id = python("""
                call = app.send_task('java.ran', [1, '%s'], expires=0.1, queue=QUEUE)
                time.sleep(0.2)
                print(call.id)
                """.formatted(this.key));
        work(JAVA_QUEUE);
        assertThat(this.engine.tasks.signature("java.describe", "x", 1).queue(JAVA_QUEUE).apply().get(SOON))
            .isEqualTo("x 1");
        assertThat(redis.cli("EXISTS", this.key)).isEqualTo("0");
        assertThat(id).isNotEmpty();
    }

    @Test
    void pythonSeesARetryOfJavaThrough() {
        work(JAVA_QUEUE);
        assertThat(python("print(app.send_task('java.retryOnce', queue=QUEUE).get(timeout=20))")).isEqualTo("2");
    }

    @Test
    void pythonRaisesWhatJavaThrewByItsSimpleName() {
        work(JAVA_QUEUE);
        assertThat(python("""
                try:
                    app.send_task('java.fail', ['out of paper'], queue=QUEUE).get(timeout=20)
                except Exception as failure:
                    print(json.dumps([type(failure).__name__, str(failure)]))
                """)).isEqualTo("[\"IllegalStateException\", \"out of paper\"]");
    }

    @Test
    void javaCallsPythonWithArgumentsOfEitherKind() {
        assertThat(toPython("tasks.echo", 1, "ä", null).kwarg("key", List.of(2.5)).apply().get(SOON))
            .isEqualTo(Map.of("args", Arrays.asList(1, "ä", null), "kwargs", Map.of("key", List.of(2.5))));
    }

    @Test
    @Tag("G11")
    void javaCountdownIsKeptThoughNoJavaWorkerRuns() {
        long called = System.nanoTime();
        assertThat(toPython("tasks.add", 1, 2).countdown(Duration.ofSeconds(1)).apply().get(SOON)).isEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - called)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void javaSeesARetryOfPythonThrough() {
        assertThat(toPython("tasks.retry_once").apply().get(SOON)).isEqualTo(2);
    }

    @Test
    void javaThrowsWhatPythonRaisedAsText() {
        assertThatThrownBy(() -> toPython("tasks.fail").apply().get(SOON))
            .isInstanceOfSatisfying(RemoteTaskException.class, (failure) -> {
                assertThat(failure.type()).isEqualTo("ValueError");
                assertThat(failure.originalMessage()).isEqualTo("boom");
            });
    }

    @Test
    @Tag("G3")
    void eachMessageOfASharedQueueRunsOnce() {
        work(PYTHON_QUEUE);
        List<TaskCall<Object>> calls = IntStream.range(0, 100)
            .mapToObj((number) -> toPython("tasks.share", number, this.key))
            .toList();
        List<AsyncResult<Object>> results = this.engine.tasks.delayAll(calls);
        results.forEach((result) -> result.get(SOON));
        List<String> runs = redis.cli("LRANGE", this.key, "0", "-1").lines().toList();
        assertThat(runs).extracting((run) -> Integer.valueOf(run.split(":")[1]))
            .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(runs).extracting((run) -> run.split(":")[0]).contains("java", "python");
    }

    /** What Java offers; two of its tasks have names that Python knows as well. */
    static class Java {

        @SharedTask
        String describe(String product, int count) {
            return product + " " + count;
        }

        @SharedTask
        long now() {
            return System.currentTimeMillis();
        }

        @SharedTask
        void ran(int number, String key) {
            redis.cli("RPUSH", key, "java:" + number);
        }

        /** Leaves some for Python. */
        @SharedTask("tasks.share")
        void share(int number, String key) {
            await().atMost(SOON).until(() -> redis.cli("EXISTS", key).equals("1"));
            ran(number, key);
        }

        @SharedTask
        int retryOnce(TaskContext task) {
            if (task.attempt() == 1) {
                throw task.retry(new IllegalStateException("the first attempt"), Duration.ofMillis(100));
            }
            return task.attempt();
        }

        @SharedTask
        void fail(String message) {
            throw new IllegalStateException(message);
        }

    }

}
