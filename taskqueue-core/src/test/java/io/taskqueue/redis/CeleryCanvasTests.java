package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

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
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.Celery;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Canvases whose members are Python's Celery and this library: links and errbacks,
 * chains, errors included, made on either side.
 */
class CeleryCanvasTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static RedisProcess redis;

    private static Celery python;

    private final String key = "test:" + UUID.randomUUID();

    private RedisConnections connections;

    private Engine engine;

    @BeforeAll
    static void startPython() {
        redis = RedisServer.start();
        python = Celery.worker(redis.url(), redis.url(), "celery");
    }

    @AfterAll
    static void stopPython() {
        python.close();
        redis.close();
    }

    @BeforeEach
    void work() {
        this.connections = RedisConnections.like(new LettuceConnectionFactory("127.0.0.1", redis.port()),
                Duration.ofSeconds(5));
        RedisBroker.Options options = new RedisBroker.Options("", Duration.ofSeconds(5), Set.of("celery"), 100);
        this.engine = Engine.with(new Java())
            .broker(new RedisBroker(this.connections, options, MessageCodec.standard(), TimeSource.system()))
            .results(new RedisResultBackend(this.connections,
                    new RedisResultBackend.Options("", Duration.ofHours(1), Duration.ofHours(1), 100),
                    TimeSource.system()))
            .build();
        this.engine.work(2);
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
                end = chain(add.s(1, 2), signature('java.twice', queue='taskqueue'), add.s(10)).apply_async()
                print(json.dumps([end.get(timeout=20), end.parent.get(timeout=20), end.parent.parent.get(timeout=20)]))
                """)).isEqualTo("[16, 6, 3]");
    }

    @Test
    void pythonsChainMayBeginAndEndInJava() {
        assertThat(run("""
                java = signature('java.twice', queue='taskqueue')
                print(chain(java.clone([1]), add.s(1), java, add.si(1, 1), java).apply_async().get(timeout=20))
                """)).isEqualTo("4");
    }

    @Test
    void failureInPythonEndsJavasChain() {
        AsyncResult<Integer> end = this.engine.tasks.chain(this.engine.tasks.signature(Java::twice, 3))
            .then(python("tasks.fail").immutable().returning(Integer.class))
            .then(Java::twice)
            .onError(this.engine.tasks.signature("java.note", this.key).queue("taskqueue"))
            .apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> end.get(SOON))
            .satisfies((failure) -> assertThat(failure.type()).isEqualTo("ValueError"));
        assertThat(awaitNote()).isEqualTo("java:" + end.parent().orElseThrow().id());
    }

    @Test
    void failureInJavaEndsPythonsChain() {
        assertThat(run("""
                end = chain(add.s(1, 2), signature('java.fail', queue='taskqueue'), add.s(10)).apply_async(
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
                signature('java.twice', [4], queue='taskqueue').apply_async(link=[note.s('%1$s'),
                    signature('java.note', ['%1$s'], queue='taskqueue')])
                """.formatted(this.key));
        await().atMost(SOON).until(() -> redis.cli("LLEN", this.key).equals("2"));
        assertThat(redis.cli("LRANGE", this.key, "0", "-1").lines()).containsExactlyInAnyOrder("python:8", "java:8");
    }

    @Test
    void javasCallbacksRunWhenPythonEndsATask() {
        python("tasks.add", 1, 2).link(python("tasks.note", this.key))
            .link(this.engine.tasks.signature("java.note", this.key))
            .apply();
        await().atMost(SOON).until(() -> redis.cli("LLEN", this.key).equals("2"));
        assertThat(redis.cli("LRANGE", this.key, "0", "-1").lines()).containsExactlyInAnyOrder("python:3", "java:3");
    }

    @Test
    void pythonsErrbackRunsWhenJavaFails() {
        String id = run("""
                print(signature('java.fail', [4], queue='taskqueue').apply_async(link_error=note.s('%s')).id)
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
                end = (signature('java.twice', [2], queue='taskqueue') | group(add.s(1), add.s(2))).apply_async()
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
                java = signature('java.twice', queue='taskqueue')
                print(chord([add.s(1, 2), java.clone([5]), add.s(3, 4), java.clone([6])], xsum.s())
                      .apply_async().get(timeout=20))
                """)).isEqualTo("32");
    }

    @Test
    void pythonsChordMayHaveJavasBodyInAChain() {
        assertThat(run("""
                java = signature('java.twice', queue='taskqueue')
                total = signature('java.total', queue='taskqueue')
                print(chain(add.s(1, 2), group(java, add.s(1)), total, java).apply_async().get(timeout=20))
                """)).isEqualTo("20");
    }

    @Test
    void chordsMembersMayBeChainsOfBoth() {
        assertThat(run("""
                java = signature('java.twice', queue='taskqueue')
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
                members = [add.s(1, 2), signature('java.fail', [4], queue='taskqueue')]
                body = app.AsyncResult(chord(members, xsum.s()).apply_async().id)
                try:
                    body.get(timeout=20)
                except Exception as failure:
                    print(json.dumps([type(failure).__name__, 'failed with 4' in str(failure)]))
                """)).isEqualTo("[\"ChordError\", true]");
    }

    private TaskCall<Integer> twice(int number) {
        return this.engine.tasks.signature(Java::twice, number);
    }

    private String awaitNote() {
        await().atMost(SOON).until(() -> redis.cli("EXISTS", this.key).equals("1"));
        return redis.cli("LINDEX", this.key, "0");
    }

    private static String run(String snippet) {
        return Celery.run(redis.url(), redis.url(), "from celery import chain, chord, group, signature\n" + snippet);
    }

    private TaskCall<Object> python(String task, Object... args) {
        return this.engine.tasks.signature(task, args).queue("celery").returning(Object.class);
    }

    static class Java {

        @SharedTask
        int twice(int number) {
            return 2 * number;
        }

        @SharedTask
        int total(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @SharedTask
        int fail(int number) {
            throw new IllegalStateException("failed with " + number);
        }

        @SharedTask
        void note(Object what, String key) {
            redis.cli("RPUSH", key, "java:" + what);
        }

    }

}
