package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.AsyncResult;
import io.taskqueue.GroupResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCall;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.Broker;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.Celery;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Canvases whose members are Python's Celery and this library, made on either side: links
 * and errbacks, chains, groups and chords, errors included. Results are in Redis; what
 * carries the messages is up to who extends this.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CeleryCanvasContract {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String QUEUE = "java-canvas";

    private RedisProcess redis;

    private Celery python;

    private String key = "";

    private RedisConnections connections;

    private Engine engine;

    /** Where Python finds the messages; its results are in this Redis. */
    protected abstract String brokerUrl(String redisUrl);

    /** The same broker as this library sees it, of these connections to that Redis. */
    protected abstract Broker broker(RedisConnections redis);

    @BeforeAll
    void startPython() {
        this.redis = RedisServer.start();
        this.python = Celery.worker(brokerUrl(this.redis.url()), this.redis.url(), "celery");
    }

    @AfterAll
    void stopPython() {
        this.python.close();
        this.redis.close();
    }

    @BeforeEach
    void work() {
        this.key = "test:" + UUID.randomUUID();
        this.connections = RedisConnections.like(new LettuceConnectionFactory("127.0.0.1", this.redis.port()),
                Duration.ofSeconds(5));
        Java java = new Java(this.redis);
        this.engine = Engine.with(java)
            .broker(broker(this.connections))
            .results(new RedisResultBackend(this.connections,
                    new RedisResultBackend.Options("", Duration.ofHours(1), Duration.ofHours(1), 100),
                    TimeSource.system()))
            .build();
        java.tasks = this.engine.tasks;
        this.engine.work((options) -> options.queues(List.of(QUEUE)).concurrency(2));
    }

    @AfterEach
    void close() {
        this.engine.close();
        this.connections.close();
    }

    @Test
    void javasChainHasPythonInTheMiddle() {
        AsyncResult<Integer> end = this.engine.tasks.chain(this.engine.tasks.signature(Java::twice, 3))
            .then(python("tasks.add", 1).returning(Integer.class))
            .then(Java::twice)
            .apply();
        assertThat(end.get(SOON)).isEqualTo(14);
        assertThat(end.parent().orElseThrow().get(SOON)).isEqualTo(7);
    }

    @Test
    void pythonsChainHasJavaInTheMiddle() {
        assertThat(run("""
                end = chain(add.s(1, 2), signature('java.twice', queue='java-canvas'), add.s(10)).apply_async()
                print(json.dumps([end.get(timeout=20), end.parent.get(timeout=20), end.parent.parent.get(timeout=20)]))
                """)).isEqualTo("[16, 6, 3]");
    }

    @Test
    void pythonsChainMayBeginAndEndInJava() {
        assertThat(run("""
                java = signature('java.twice', queue='java-canvas')
                print(chain(java.clone([1]), add.s(1), java, add.si(1, 1), java).apply_async().get(timeout=20))
                """)).isEqualTo("4");
    }

    @Test
    void failureInPythonEndsJavasChain() {
        AsyncResult<Integer> end = this.engine.tasks.chain(this.engine.tasks.signature(Java::twice, 3))
            .then(python("tasks.fail").immutable().returning(Integer.class))
            .then(Java::twice)
            .onError(this.engine.tasks.signature("java.note", this.key).queue(QUEUE))
            .apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> end.get(SOON))
            .satisfies((failure) -> assertThat(failure.type()).isEqualTo("ValueError"));
        assertThat(awaitNote()).isEqualTo("java:" + end.parent().orElseThrow().id());
    }

    @Test
    void failureInJavaEndsPythonsChain() {
        assertThat(run("""
                end = chain(add.s(1, 2), signature('java.fail', queue='java-canvas'), add.s(10)).apply_async(
                    link_error=note.s('%s'))
                try:
                    end.get(timeout=20)
                except Exception as failure:
                    print(json.dumps([type(failure).__name__, str(failure), end.parent.id]))
                """.formatted(this.key))).startsWith("[\"IllegalStateException\", \"failed with 3\", ")
            .contains(awaitNote().substring("python:".length()));
    }

    @Test
    void pythonsCallbacksRunWhenJavaEndsATask() {
        run("""
                signature('java.twice', [4], queue='java-canvas').apply_async(link=[note.s('%1$s'),
                    signature('java.note', ['%1$s'], queue='java-canvas')])
                """.formatted(this.key));
        await().atMost(SOON).until(() -> this.redis.cli("LLEN", this.key).equals("2"));
        assertThat(this.redis.cli("LRANGE", this.key, "0", "-1").lines()).containsExactlyInAnyOrder("python:8",
                "java:8");
    }

    @Test
    void javasCallbacksRunWhenPythonEndsATask() {
        python("tasks.add", 1, 2).link(python("tasks.note", this.key))
            .link(this.engine.tasks.signature("java.note", this.key))
            .apply();
        await().atMost(SOON).until(() -> this.redis.cli("LLEN", this.key).equals("2"));
        assertThat(this.redis.cli("LRANGE", this.key, "0", "-1").lines()).containsExactlyInAnyOrder("python:3",
                "java:3");
    }

    @Test
    void pythonsErrbackRunsWhenJavaFails() {
        String id = run("""
                print(signature('java.fail', [4], queue='java-canvas').apply_async(link_error=note.s('%s')).id)
                """.formatted(this.key));
        assertThat(awaitNote()).isEqualTo("python:" + id);
    }

    @Test
    void javasErrbackRunsWhenPythonFails() {
        AsyncResult<?> failed = python("tasks.fail").onError(this.engine.tasks.signature("java.note", this.key))
            .apply();
        assertThat(awaitNote()).isEqualTo("java:" + failed.id());
    }

    @Test
    void pythonsGroupMayFollowJava() {
        assertThat(run("""
                end = (signature('java.twice', [2], queue='java-canvas') | group(add.s(1), add.s(2))).apply_async()
                print(json.dumps(end.get(timeout=20)))
                """)).isEqualTo("[5, 6]");
    }

    @Test
    void javasChordHasMembersInBoth() {
        AsyncResult<Integer> total = this.engine.tasks.group(List.of(python("tasks.add", 1, 2).returning(Integer.class),
                twice(5), python("tasks.add", 3, 4).returning(Integer.class), twice(6)))
            .then(Java::total)
            .apply();
        assertThat(total.get(SOON)).isEqualTo(3 + 10 + 7 + 12);
    }

    @Test
    void javasChordMayHavePythonsBody() {
        AsyncResult<Object> total = this.engine.tasks.group(List.of(twice(5), twice(6)))
            .then(python("tasks.xsum"))
            .apply();
        assertThat(total.get(SOON)).isEqualTo(22);
    }

    @Test
    void pythonsChordHasMembersInBoth() {
        assertThat(run("""
                java = signature('java.twice', queue='java-canvas')
                print(chord([add.s(1, 2), java.clone([5]), add.s(3, 4), java.clone([6])], xsum.s())
                      .apply_async().get(timeout=20))
                """)).isEqualTo("32");
    }

    @Test
    void pythonsChordMayHaveJavasBodyInAChain() {
        assertThat(run("""
                java = signature('java.twice', queue='java-canvas')
                total = signature('java.total', queue='java-canvas')
                print(chain(add.s(1, 2), group(java, add.s(1)), total, java).apply_async().get(timeout=20))
                """)).isEqualTo("20");
    }

    @Test
    void chordsMembersMayBeChainsOfBoth() {
        assertThat(run("""
                java = signature('java.twice', queue='java-canvas')
                print(chord([chain(add.s(1, 2), java.clone()), chain(java.clone([2]), add.s(1))], xsum.s())
                      .apply_async().get(timeout=20))
                """)).isEqualTo("11");
    }

    @Test
    void failureInPythonFailsJavasChord() {
        AsyncResult<Integer> total = this.engine.tasks
            .group(List.of(twice(1), python("tasks.fail").returning(Integer.class), twice(2)))
            .then(Java::total)
            .apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> total.get(SOON))
            .satisfies((failure) -> assertThat(failure.type()).endsWith("ChordError"))
            .withMessageContaining("boom");
    }

    @Test
    void failureInJavaFailsPythonsChord() {
        assertThat(run("""
                members = [add.s(1, 2), signature('java.fail', [4], queue='java-canvas')]
                body = app.AsyncResult(chord(members, xsum.s()).apply_async().id)
                try:
                    body.get(timeout=20)
                except Exception as failure:
                    print(json.dumps([type(failure).__name__, 'failed with 4' in str(failure)]))
                """)).isEqualTo("[\"ChordError\", true]");
    }

    @Test
    void javaMapsATaskOfPythons() {
        assertThat(this.engine.tasks.starmap("tasks.add", List.of(List.of(1, 2), List.of(3, 4)))
            .queue("celery")
            .apply()
            .get(SOON)).isEqualTo(List.of(3, 7));
        assertThat(this.engine.tasks
            .chunks(this.engine.tasks.map("tasks.xsum", List.of(List.of(1, 2), List.of(3), List.of())).queue("celery"),
                    2)
            .apply()
            .get(SOON)).isEqualTo(List.of(List.of(3, 3), List.of(0)));
    }

    @Test
    void pythonMapsATaskOfJavas() {
        assertThat(run("""
                from celery.canvas import xmap
                from celery import Task
                twice = Task()
                twice.name = 'java.twice'
                twice.bind(app)
                one = xmap(twice.s(), [1, 2, 3]).apply_async(queue='java-canvas')
                several = twice.chunks([(n,) for n in range(5)], 2).group().apply_async(queue='java-canvas')
                print(json.dumps([one.get(timeout=20), several.get(timeout=20)]))
                """)).isEqualTo("[[2, 4, 6], [[0, 2], [4, 6], [8]]]");
    }

    @Test
    void javasTaskHasPythonTakeItsPlace() {
        AsyncResult<Integer> end = this.engine.tasks.chain(this.engine.tasks.signature(Java::planned, 4))
            .then(Java::twice)
            .apply();
        assertThat(end.get(SOON)).isEqualTo(20);
        assertThat(run("""
                java = signature('java.planned', queue='java-canvas')
                print(chord([java.clone([1]), add.s(1, 2)], xsum.s()).apply_async().get(timeout=20))
                """)).isEqualTo("7");
    }

    @Test
    void pythonsTaskHasJavaTakeItsPlace() {
        AsyncResult<Integer> end = this.engine.tasks.chain(python("tasks.planned", 4).returning(Integer.class))
            .then(Java::twice)
            .apply();
        assertThat(end.get(SOON)).isEqualTo(20);
        AsyncResult<Integer> total = this.engine.tasks
            .group(List.of(python("tasks.planned", 1).returning(Integer.class), twice(3)))
            .then(Java::total)
            .apply();
        assertThat(total.get(SOON)).isEqualTo(4 + 6);
    }

    @Test
    void hooksFollowMembersInBoth() {
        GroupResult<Object> group = this.engine.tasks
            .group(python("tasks.add", 1, 2), this.engine.tasks.signature(Java::twice, 4))
            .onAllSucceeded(python("tasks.note", this.key))
            .onAllFinished(this.engine.tasks.signature("java.note", this.key))
            .apply();
        await().atMost(SOON).until(() -> this.redis.cli("LLEN", this.key).equals("2"));
        assertThat(this.redis.cli("LRANGE", this.key, "0", "-1").lines()).containsExactlyInAnyOrder("python:[3, 8]",
                "java:" + group.id());
    }

    @Test
    void hooksFollowAFailureInPython() {
        GroupResult<Object> group = this.engine.tasks
            .group(this.engine.tasks.signature(Java::twice, 4), python("tasks.fail"))
            .onAnyFailed(python("tasks.note", this.key))
            .onAllFinished(this.engine.tasks.signature("java.note", this.key))
            .apply();
        await().atMost(SOON).until(() -> this.redis.cli("LLEN", this.key).equals("2"));
        assertThat(this.redis.cli("LRANGE", this.key, "0", "-1").lines())
            .containsExactlyInAnyOrder("python:" + group.id(), "java:" + group.id());
    }

    private TaskCall<Integer> twice(int number) {
        return this.engine.tasks.signature(Java::twice, number);
    }

    private String awaitNote() {
        await().atMost(SOON).until(() -> this.redis.cli("EXISTS", this.key).equals("1"));
        return this.redis.cli("LINDEX", this.key, "0");
    }

    private String run(String snippet) {
        return Celery.run(brokerUrl(this.redis.url()), this.redis.url(),
                "from celery import chain, chord, group, signature\n" + snippet);
    }

    private TaskCall<Object> python(String task, Object... args) {
        return this.engine.tasks.signature(task, args).queue("celery").returning(Object.class);
    }

    static class Java {

        private final RedisProcess redis;

        volatile TaskTemplate tasks;

        Java(RedisProcess redis) {
            this.redis = redis;
        }

        @SharedTask(queue = QUEUE)
        int twice(int number) {
            return 2 * number;
        }

        @SharedTask(queue = QUEUE)
        int total(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @SharedTask(queue = QUEUE)
        int fail(int number) {
            throw new IllegalStateException("failed with " + number);
        }

        @SharedTask(queue = QUEUE)
        int planned(int number, TaskContext task) {
            throw task.replace(this.tasks.chain(this.tasks.signature("tasks.add", number, 1).queue("celery"))
                .then(this.tasks.signature("java.twice")));
        }

        @SharedTask(queue = QUEUE)
        void note(Object what, String key) {
            this.redis.cli("RPUSH", key, "java:" + what);
        }

    }

}
