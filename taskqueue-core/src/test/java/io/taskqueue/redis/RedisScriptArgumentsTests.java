package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.broker.Settlement;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever text a script is given stays an argument, on the whole way of a message. */
@Tag("S39")
class RedisScriptArgumentsTests {

    private final String place = TestRedis.prefix();

    private final RedisConnections connections = TestRedis.connections();

    @AfterEach
    void clear() {
        TestRedis.clear(this.place);
    }

    @ParameterizedTest
    @ValueSource(strings = { "'", "\"", "]]", "[[", "a\u0000b", "')return redis.call('FLUSHALL')--", "\\", "%d%s", "$1",
            "KEYS[1]", "x:y", "a\r\nb", "ä\ud83d\ude00" })
    @DisplayName("S39 text stays text in every script's every argument")
    void textStaysText(String text) throws InterruptedException {
        String prefix = this.place + text + ":";
        // queues and tasks are named in plain characters, or refused
        String queue = "q" + text.replaceAll("\\p{Cntrl}", "");
        RedisResultBackend results = new RedisResultBackend(this.connections,
                new RedisResultBackend.Options(prefix, Duration.ofDays(1), Duration.ofDays(1), 10),
                TimeSource.system());
        RedisBroker broker = new RedisBroker(this.connections, RedisBroker.Options.DEFAULT.prefix(prefix),
                MessageCodec.standard(), TimeSource.system());
        try (broker; Consumer consumer = broker.consume(new ConsumerOptions("w" + text, 10, false))) {
            TaskMessage message = message(queue, text);
            assertThat(broker.publish(List.of(message, message.after(Duration.ofMillis(1)))))
                .containsOnly(Answer.done());
            Delivery first = take(consumer, queue);
            Delivery second = take(consumer, queue);
            assertThat(((Content.Readable) first.content()).message().headers().value("odd")).isEqualTo(text);
            assertThat(first.queue()).isEqualTo(queue);
            TaskResult result = TaskResult
                .of("an-id", TaskState.SUCCESS, new TaskRun(1, 1, first.token()), TimeSource.system().now(),
                        TaskDetails.NONE)
                .value("\"" + text.replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\u0000", "\\u0000")
                    .replace("\r\n", "\\r\\n") + "\"");
            assertThat(broker.complete(consumer, results,
                    List.of(new Completion(first, result, List.of(message.retry(Duration.ofHours(1))),
                            Settlement.acknowledge()), Completion.of(second, Settlement.deadLetter(text)))))
                .containsOnly(Answer.done());
            assertThat(results.find(Set.of("an-id")).get("an-id").value()).isEqualTo(result.value());
            DeadLetters letters = broker.capability(DeadLetters.class).orElseThrow();
            assertThat(letters.list(queue, 0, 10)).singleElement()
                .satisfies((letter) -> assertThat(letter.queue()).isEqualTo(queue));
            assertThat(letters.replay(letters.list(queue, 0, 10).stream().map((letter) -> letter.id()).toList()))
                .isOne();
            QueueDepth depth = broker.capability(QueueInspection.class).orElseThrow().depths(List.of(queue)).get(0);
            assertThat(List.of(depth.ready(), depth.delayed(), depth.inFlight())).containsExactly(1L, 1L, 0L);
            assertThat(broker.reclaim(10)).isZero();
            assertThat(broker.capability(QueueAdministration.class).orElseThrow().purge(queue)).isEqualTo(2);
        }
    }

    private static Delivery take(Consumer consumer, String queue) throws InterruptedException {
        return consumer.receive(List.of(queue), 1, Duration.ofSeconds(10)).get(0);
    }

    private static TaskMessage message(String queue, String text) {
        return new TaskMessage("an-id", "shop." + queue, queue, Payload.json(RedisKeys.bytes("[[], {}, {}]")),
                TaskHeaders.none().with("odd", text), null, null, null);
    }

}
