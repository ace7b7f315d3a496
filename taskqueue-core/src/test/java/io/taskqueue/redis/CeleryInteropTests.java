package io.taskqueue.redis;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCall;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskNotRunException;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskState;
import io.taskqueue.servers.Celery;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Python's Celery and this library as peers on one Redis: calls both ways, results both
 * ways, and a queue that both take from. Python's worker serves the queue {@code celery}
 * all the time, ours {@code taskqueue} where a test starts it.
 */
class CeleryInteropTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String PYTHON_QUEUE = "celery";

    private static RedisProcess redis;

    private static Celery python;

    private final Java java = new Java();

    private final String key = "test:" + UUID.randomUUID();

    private RedisConnections connections;

    private Engine engine;

    @BeforeAll
    static void startPython() {
        redis = RedisServer.start();
        python = Celery.worker(redis.url(), redis.url(), PYTHON_QUEUE);
    }

    @AfterAll
    static void stopPython() {
        python.close();
        redis.close();
    }

    @BeforeEach
    void build() {
        this.connections = RedisConnections.like(new LettuceConnectionFactory("127.0.0.1", redis.port()),
                Duration.ofSeconds(5));
        RedisBroker.Options options = new RedisBroker.Options("", Duration.ofSeconds(5),
                Set.of(PYTHON_QUEUE, "pythonic"), 100);
        this.engine = Engine.with(this.java)
            .broker(new RedisBroker(this.connections, options, MessageCodec.standard(), TimeSource.system()))
            .results(new RedisResultBackend(this.connections,
                    new RedisResultBackend.Options("", Duration.ofHours(1), Duration.ofHours(1), 100),
                    TimeSource.system()))
            .build();
    }

    @AfterEach
    void close() {
        this.engine.close();
        this.connections.close();
    }

    @Test
    void pythonCallsJavaWithArgumentsOfEitherKind() {
        this.engine.work(2);
        assertThat(python("""
                one = app.send_task('java.describe', ['Stühle', 2], queue='taskqueue')
                other = app.send_task('java.describe', ['Tisch'], {'count': 1}, queue='taskqueue')
                print(json.dumps([one.get(timeout=20), other.get(timeout=20)]))
                """))
            .isEqualTo("[{\"product\": \"St\\u00fchle\", \"count\": 2}, {\"product\": \"Tisch\", \"count\": 1}]");
    }

    @Test
    void pythonValuesBecomeTheirJavaTypes() {
        this.engine.work(2);
        assertThat(python("""
                from datetime import date, datetime, timezone
                from decimal import Decimal
                from uuid import UUID

                def typed(**values):
                    return app.send_task('java.typed', kwargs=values, queue='taskqueue').get(timeout=20)

                def wrapped(kind, value):
                    # as Celery writes it from 5.3 on
                    return {'__type__': kind, '__value__': value}

                name = '11111111-1111-4111-8111-111111111111'
                old = typed(moment=datetime(2026, 1, 2, 3, 4, 5, 678901, timezone.utc), day=date(2026, 1, 2),
                            price=Decimal('1.10'), id=UUID(name))
                new = typed(moment=wrapped('datetime', '2026-01-02T03:04:05.678901+00:00'),
                            day=wrapped('date', '2026-01-02'), price=wrapped('decimal', '1.10'),
                            id=wrapped('uuid', {'hex': name.replace('-', '')}))
                print(old if old == new else [old, new])
                """)).isEqualTo("2026-01-02T03:04:05.678901Z 2026-01-02 1.10 11111111-1111-4111-8111-111111111111");
    }

    @Test
    void pythonCountdownIsKeptByJava() {
        this.engine.work(2);
        assertThat(python("""
                sent = time.time() * 1000
                ran = app.send_task('java.now', countdown=1, queue='taskqueue').get(timeout=20)
                # an instant of Java has no parts of a millisecond here
                print(json.dumps(ran - sent >= 999))
                """)).isEqualTo("true");
    }

    @Test
    void whatExpiredInPythonIsNotRunByJava() {
        String id = python("""
                call = app.send_task('java.ran', [1, '%s'], expires=0.1, queue='taskqueue')
                time.sleep(0.2)
                print(call.id)
                """.formatted(this.key));
        this.engine.work(2);
        assertThat(python("""
                try:
                    app.AsyncResult('%s').get(timeout=20)
                except Exception as end:
                    print(type(end).__name__)
                """.formatted(id))).isEqualTo("TaskRevokedError");
        assertThat(redis.cli("EXISTS", this.key)).isEqualTo("0");
    }

    @Test
    void pythonSeesARetryOfJavaThrough() {
        this.engine.work(2);
        assertThat(python("print(app.send_task('java.retryOnce', queue='taskqueue').get(timeout=20))")).isEqualTo("2");
    }

    @Test
    void pythonRaisesWhatJavaThrewByItsSimpleName() {
        this.engine.work(2);
        assertThat(python("""
                try:
                    app.send_task('java.fail', ['out of paper'], queue='taskqueue').get(timeout=20)
                except Exception as failure:
                    print(json.dumps([type(failure).__name__, str(failure)]))
                """)).isEqualTo("[\"IllegalStateException\", \"out of paper\"]");
    }

    @Test
    void pythonIsToldOfTheEndOnItsChannel() {
        this.engine.work(2);
        // Python waits for the channel alone once it listens there
        assertThat(python("print(app.send_task('java.endsWhenListenedTo', queue='taskqueue').get(timeout=20))"))
            .isEqualTo("told");
    }

    @Test
    void pythonWatchesStatesAndProgressOfJava() {
        this.engine.work(2);
        assertThat(python("""
                def await_state(state):
                    end = time.monotonic() + 20
                    while call.state != state and time.monotonic() < end:
                        time.sleep(0.01)
                    return call.info

                call = app.send_task('java.progress', ['%1$s:begin', '%1$s:end'], queue='taskqueue')
                started = await_state('STARTED')
                app.backend.client.set('%1$s:begin', 1)
                progress = await_state('PROGRESS')
                app.backend.client.set('%1$s:end', 1)
                print(json.dumps([started['hostname'], progress['current'], progress['total'], call.get(timeout=20)]))
                """.formatted(this.key))).isEqualTo("[\"test@localhost\", 1, 2, \"done\"]");
    }

    @Test
    void javaStoresNothingWherePythonIgnoresTheResult() {
        this.engine.work(2);
        String id = python("""
                print(app.send_task('java.ran', [1, '%s'], ignore_result=True, queue='taskqueue').id)
                """.formatted(this.key));
        awaitKey(this.key);
        this.engine.tasks.delay(Java::now).get(SOON);
        assertThat(redis.cli("EXISTS", "celery-task-meta-" + id)).isEqualTo("0");
    }

    @Test
    void javaIsToldOfTheEndOnPythonsChannel() {
        AsyncResult<Object> call = toPython("tasks.wait", this.key).apply();
        CompletableFuture<Object> end = call.toCompletableFuture();
        awaitListener(call.id());
        redis.cli("SET", this.key, "1");
        assertThat(end).succeedsWithin(SOON).isEqualTo(this.key);
    }

    @Test
    void javaCallsPythonWithArgumentsOfEitherKind() {
        assertThat(toPython("tasks.echo", 1, "ä", null).kwarg("key", List.of(2.5)).apply().get(SOON))
            .isEqualTo(Map.of("args", Arrays.asList(1, "ä", null), "kwargs", Map.of("key", List.of(2.5))));
        assertThat(toPython("tasks.add", 1).kwarg("y", 2).returning(Integer.class).apply().get(SOON)).isEqualTo(3);
    }

    @Test
    void javaValuesReachPythonAsText() {
        Instant moment = Instant.parse("2026-01-02T03:04:05.678901Z");
        UUID id = UUID.randomUUID();
        assertThat(
                toPython("tasks.echo", moment, LocalDate.of(2026, 1, 2), new BigDecimal("1.10"), id).apply().get(SOON))
            .isEqualTo(Map.of("args", List.of(moment.toString(), "2026-01-02", "1.10", id.toString()), "kwargs",
                    Map.of()));
    }

    @Test
    void javaCountdownIsKeptThoughNoJavaWorkerRuns() {
        long called = System.nanoTime();
        AsyncResult<Integer> call = toPython("tasks.add", 1, 2).countdown(Duration.ofSeconds(1))
            .returning(Integer.class)
            .apply();
        assertThat(call.get(SOON)).isEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - called)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatExpiredInJavaIsNotRunByPython() {
        AsyncResult<?> call = toPython("tasks.ran", 1, this.key).expires(Instant.now().minusSeconds(1)).apply();
        assertThatExceptionOfType(TaskNotRunException.class).isThrownBy(() -> call.get(SOON))
            .satisfies((end) -> assertThat(end.state()).isEqualTo(TaskState.REVOKED));
        assertThat(redis.cli("EXISTS", this.key)).isEqualTo("0");
    }

    @Test
    void javaSeesARetryOfPythonThrough() {
        assertThat(toPython("tasks.retry_once").returning(Integer.class).apply().get(SOON)).isEqualTo(2);
    }

    @Test
    void javaThrowsWhatPythonRaisedAsText() {
        assertThatThrownBy(() -> toPython("tasks.fail").apply().get(SOON))
            .isInstanceOfSatisfying(RemoteTaskException.class, (failure) -> {
                assertThat(failure.type()).isEqualTo("ValueError");
                assertThat(failure.originalMessage()).isEqualTo("boom");
                assertThat(failure.remoteTrace()).contains("tasks.py");
            });
    }

    @Test
    void javaWatchesStatesAndProgressOfPython() {
        String begin = this.key + ":begin";
        String end = this.key + ":end";
        AsyncResult<String> call = toPython("tasks.progress", begin, end).returning(String.class).apply();
        await().atMost(SOON).until(() -> call.state().equals(TaskState.STARTED));
        redis.cli("SET", begin, "1");
        await().atMost(SOON).until(() -> call.state().equals(TaskState.PROGRESS));
        assertThat(call.progress()).contains(new Progress(1, 2, null));
        redis.cli("SET", end, "1");
        assertThat(call.get(SOON)).isEqualTo("done");
    }

    @Test
    void pythonStoresNothingWhereJavaIgnoresTheResult() {
        AsyncResult<?> call = toPython("tasks.ran", 1, this.key).ignoreResult().apply();
        awaitKey(this.key);
        toPython("tasks.add", 1, 2).apply().get(SOON);
        assertThat(redis.cli("EXISTS", "celery-task-meta-" + call.id())).isEqualTo("0");
    }

    @Test
    void priorityMeansWhatTheQueueSays() {
        for (String queue : List.of("pythonic", "plain")) {
            for (int priority : new int[] { 5, 9, 0 }) {
                this.engine.tasks.signature("tasks.ran", priority, this.key + queue)
                    .queue(queue)
                    .priority(priority)
                    .apply();
            }
        }
        Celery single = Celery.worker(redis.url(), redis.url(), "pythonic,plain", "-c", "1");
        try {
            awaitRuns(this.key + "pythonic", 3);
            awaitRuns(this.key + "plain", 3);
        }
        finally {
            single.close();
        }
        assertThat(runs(this.key + "pythonic")).containsExactly("python:0", "python:5", "python:9");
        assertThat(runs(this.key + "plain")).containsExactly("python:9", "python:5", "python:0");
    }

    @Test
    void javaKeepsTheOrderOfPythonsPriorities() {
        python("""
                for queue in ('pythonic', 'plain'):
                    for priority in (5, 9, 0):
                        app.send_task('java.ran', [priority, '%s' + queue], queue=queue, priority=priority)
                """.formatted(this.key));
        this.engine.work((options) -> options.queues(List.of("pythonic", "plain")).concurrency(1));
        awaitRuns(this.key + "pythonic", 3);
        awaitRuns(this.key + "plain", 3);
        assertThat(runs(this.key + "pythonic")).containsExactly("java:0", "java:5", "java:9");
        assertThat(runs(this.key + "plain")).containsExactly("java:0", "java:5", "java:9");
    }

    @Test
    void eachMessageOfASharedQueueRunsOnce() {
        this.engine.work((options) -> options.queues(List.of(PYTHON_QUEUE)).concurrency(2));
        List<TaskCall<Object>> calls = IntStream.range(0, 100)
            .mapToObj((number) -> toPython("tasks.share", number, this.key))
            .toList();
        List<AsyncResult<Object>> results = this.engine.tasks.delayAll(calls);
        assertThat(python("""
                calls = [share.delay(number, '%s') for number in range(100, 200)]
                print(json.dumps([call.get(timeout=30) for call in calls] == [None] * 100))
                """.formatted(this.key))).isEqualTo("true");
        results.forEach((result) -> result.get(SOON));
        List<String> runs = runs(this.key);
        assertThat(runs).extracting((run) -> Integer.valueOf(run.split(":")[1]))
            .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200).boxed().toList());
        assertThat(runs).extracting((run) -> run.split(":")[0]).contains("java", "python");
    }

    @Test
    void neitherSideTouchesWhatTheOtherHolds() {
        Celery full = Celery.worker(redis.url(), redis.url(), "loans", "-c", "1");
        try {
            // one that runs, and as many as it takes ahead
            IntStream.range(0, 5).forEach((number) -> call("loans", "tasks.wait", this.key).apply());
            await().atMost(SOON).until(() -> redis.cli("HLEN", "unacked").equals("4"));
            String theirs = redis.cli("HGETALL", "unacked");
            this.engine.work((options) -> options.queues(List.of("loans")).concurrency(2));
            AsyncResult<Object> held = call("loans", "java.hold").apply();
            Engine.await(this.java.holds);
            for (int number = 0; number < 20; number++) {
                assertThat(call("loans", "tasks.add", number, 1).apply().get(SOON)).isEqualTo(number + 1);
            }
            assertThat(redis.cli("HGETALL", "unacked")).isEqualTo(theirs);

            redis.cli("SET", this.key, "1");
            await().atMost(SOON).until(() -> redis.cli("EXISTS", "unacked").equals("0"));
            assertThat(held.state()).isNotEqualTo(TaskState.SUCCESS);
            this.java.goOn.countDown();
            assertThat(held.get(SOON)).isEqualTo("held once");
        }
        finally {
            full.close();
        }
    }

    private static String python(String snippet) {
        return Celery.run(redis.url(), redis.url(), snippet);
    }

    private TaskCall<Object> toPython(String task, Object... args) {
        return call(PYTHON_QUEUE, task, args);
    }

    private TaskCall<Object> call(String queue, String task, Object... args) {
        return this.engine.tasks.signature(task, args).queue(queue).returning(Object.class);
    }

    private static void awaitListener(String id) {
        String channel = "celery-task-meta-" + id;
        await().atMost(SOON).until(() -> redis.cli("PUBSUB", "NUMSUB", channel).equals(channel + "\n1"));
    }

    private static void awaitKey(String key) {
        await().atMost(SOON).until(() -> redis.cli("EXISTS", key).equals("1"));
    }

    private static void awaitRuns(String key, int count) {
        await().atMost(SOON).until(() -> redis.cli("LLEN", key).equals(String.valueOf(count)));
    }

    private static List<String> runs(String key) {
        return redis.cli("LRANGE", key, "0", "-1").lines().toList();
    }

    /** What Java offers; two of its tasks have names that Python knows as well. */
    static class Java {

        private final CountDownLatch holds = new CountDownLatch(1);

        private final CountDownLatch goOn = new CountDownLatch(1);

        private final AtomicInteger held = new AtomicInteger();

        @SharedTask
        Line describe(String product, int count) {
            return new Line(product, count);
        }

        @SharedTask
        String typed(Instant moment, LocalDate day, BigDecimal price, UUID id) {
            return moment + " " + day + " " + price + " " + id;
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
            awaitKey(key);
            ran(number, key);
        }

        @SharedTask("tasks.add")
        int add(int x, int y) {
            return x + y;
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

        @SharedTask
        String endsWhenListenedTo(TaskContext task) {
            awaitListener(task.id());
            return "told";
        }

        @SharedTask(trackStarted = true)
        String progress(String begin, String end, TaskContext task) {
            awaitKey(begin);
            task.progress(1, 2);
            awaitKey(end);
            return "done";
        }

        @SharedTask
        String hold() throws InterruptedException {
            int run = this.held.incrementAndGet();
            this.holds.countDown();
            return (this.goOn.await(SOON.toSeconds(), TimeUnit.SECONDS) && run == 1) ? "held once" : "not as it should";
        }

    }

    record Line(String product, int count) {
    }

}
