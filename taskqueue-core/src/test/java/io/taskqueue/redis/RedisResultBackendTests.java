package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.Answer.Fate;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultBackendContract;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.document.Members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RedisResultBackendTests extends ResultBackendContract {

    private static final Duration DAY = RedisResults.EXPIRES;

    private final RedisResults results = new RedisResults(RedisPlace.ONE_SERVER);

    @Override
    protected ResultBackend open() {
        return this.results.open(1_000);
    }

    @AfterEach
    void clear() {
        this.results.clear();
    }

    private byte[] key() {
        return this.results.key(this.id);
    }

    private void write(String document) {
        this.results.write(this.id, document);
    }

    private String stored() {
        return RedisKeys.text(this.results.connections().call((redis) -> redis.get(key())));
    }

    private long staysMillis() {
        return this.results.connections().call((redis) -> redis.pttl(key()));
    }

    @Test
    void successStaysAsLongAsSuccess() {
        store(says(TaskState.STARTED, run(1, 1), 1));
        assertThat(staysMillis()).isBetween(DAY.toMillis() - 60_000, DAY.toMillis());
        store(says(TaskState.SUCCESS, run(1, 1), 1));
        assertThat(staysMillis()).isBetween(DAY.toMillis() - 60_000, DAY.toMillis());
    }

    @Test
    void otherEndsStayAsLongAsFailures() {
        store(says(TaskState.REVOKED, run(1, 1), 1));
        assertThat(staysMillis()).isBetween(3_540_000L, 3_600_000L);
    }

    @Test
    void resultsMayStayForEver() {
        RedisResultBackend.Options never = new RedisResultBackend.Options(this.results.prefix, Duration.ZERO,
                Duration.ZERO, 0);
        new RedisResultBackend(this.results.connections(), never, TimeSource.system())
            .store(List.of(says(TaskState.SUCCESS, run(1, 1), 1)));
        assertThat(staysMillis()).isEqualTo(-1);
    }

    @Test
    void pythonIsToldOfEveryStateOnTheKeysChannel() throws Exception {
        BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
        try (AutoCloseable ear = this.results.connections().ear().listen(RedisKeys.text(key()), heard::add)) {
            for (TaskState state : List.of(TaskState.STARTED, TaskState.RETRY, TaskState.FAILURE)) {
                store(says(state, run(1, 1), 1).error(TaskError.of("shop.X", "y")));
                JsonNode document = JsonMapper.shared().readTree(heard.poll(10, TimeUnit.SECONDS));
                assertThat(document.path("task_id").asString()).isEqualTo(this.id);
                assertThat(document.path("status").asString()).isEqualTo(state.name());
                assertThat(document.propertyNames()).contains("result", "traceback", "children", "date_done");
            }
            assertThat(ear).isNotNull();
        }
    }

    @Test
    void endThatPythonStoredStands() {
        write("{\"status\": \"SUCCESS\", \"result\": {\"a\" : 2.50}, \"task_id\": \"" + this.id + "\"}");
        assertThat(store(says(TaskState.FAILURE, run(1, 1), 1))).containsExactly(Fate.FINAL);
        assertThat(found().value()).isEqualTo("{\"a\" : 2.50}");
    }

    @Test
    void takesOverWhatPythonHadBegun() {
        String children = "[[[\"child\", null], null]]";
        write("{\"status\": \"STARTED\", \"result\": {\"pid\": 1, \"hostname\": \"py@host\"}, \"children\": " + children
                + ", \"retries\": 0, \"task_id\": \"" + this.id + "\"}");
        assertThat(found().worker()).isEqualTo("py@host");
        assertThat(store(says(TaskState.REVOKED, TaskRun.NONE, 1))).containsExactly(Fate.FENCED);
        assertThat(store(says(TaskState.SUCCESS, run(1, 1), 2).value("1"))).containsExactly(Fate.DONE);
        assertThat(stored()).contains("\"children\":" + children);
    }

    @Test
    @Tag("S11")
    void whatIsNoDocumentIsAbsentAndGivesWay() {
        for (String garbage : List.of("", "garbage", "[]", "{", "{}", "null", "{\"status\": 5}")) {
            write(garbage);
            assertThat(backend().find(List.of(this.id))).isEmpty();
            assertThat(store(says(TaskState.SUCCESS, run(1, 1), 1))).containsExactly(Fate.DONE);
            assertThat(found().state()).isEqualTo(TaskState.SUCCESS);
        }
    }

    @Test
    void keyOfAnotherTypeGivesWay() {
        this.results.connections().call((redis) -> redis.lpush(key(), RedisKeys.bytes("x")));
        assertThat(backend().find(List.of(this.id))).isEmpty();
        assertThat(store(says(TaskState.SUCCESS, run(1, 1), 1))).containsExactly(Fate.DONE);
        assertThat(found().state()).isEqualTo(TaskState.SUCCESS);
    }

    @Test
    void resultTooLargeToReadIsNotStored() {
        TaskResult huge = says(TaskState.SUCCESS, run(1, 1), 1).value("\"" + "x".repeat(Members.MOST_BYTES) + "\"");
        String other = this.id + ".other";
        List<Answer> answers = backend().store(List.of(huge, says(other, TaskState.SUCCESS, run(1, 1), 1)));
        assertThat(answers).extracting(Answer::fate).containsExactly(Fate.FAILED, Fate.DONE);
        assertThat(answers.get(0).cause()).hasMessageContaining(this.id).hasMessageContaining("bytes");
    }

    @Test
    void statementsThatChangeNothingAreNotWritten() {
        TaskResult end = says(TaskState.SUCCESS, run(1, 1), 1).value("1");
        ResultWrite first = ((RedisResultBackend) backend()).write(end, null);
        assertThat(first.expect()).isEmpty();
        assertThat(first.answer().isDone()).isTrue();
        ResultWrite again = ((RedisResultBackend) backend()).write(end, first.document());
        assertThat(again.document()).isNull();
        assertThat(again.answer().isDone()).isTrue();
        assertThat(again.expect()).hasSize(40);
    }

    @Test
    void withoutRedisItAnswersAndDoesNotThrow() {
        LettuceConnectionFactory nowhere = new LettuceConnectionFactory("127.0.0.1", 1);
        nowhere.afterPropertiesSet();
        try (RedisConnections connections = RedisConnections.like(nowhere, Duration.ofSeconds(2));
                RedisResultBackend lost = new RedisResultBackend(connections,
                        new RedisResultBackend.Options(this.results.prefix, DAY, DAY, 10), TimeSource.system())) {
            assertThat(lost.store(List.of(says(TaskState.SUCCESS, run(1, 1), 1)))).extracting(Answer::fate)
                .containsExactly(Fate.FAILED);
            assertThatExceptionOfType(ResultStoreException.class).isThrownBy(() -> lost.find(List.of("a")));
            assertThatExceptionOfType(ResultStoreException.class).isThrownBy(() -> lost.forget(List.of("a")));
            lost.subscribe(this.id, (told) -> {
            }).close();
            assertThat(lost.description()).isEqualTo("redis (127.0.0.1:1/0)");
        }
    }

    @Test
    void optionsThatCannotWorkAreRefused() {
        for (Map.Entry<Duration, Integer> bad : Map.of(DAY.negated(), 1, DAY, -1).entrySet()) {
            assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisResultBackend.Options("", bad.getKey(), DAY, bad.getValue()));
        }
    }

}
