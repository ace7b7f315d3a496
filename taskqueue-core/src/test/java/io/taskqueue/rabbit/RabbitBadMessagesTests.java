package io.taskqueue.rabbit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.rabbitmq.client.AMQP;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.taskqueue.SharedTask;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.execution.RunnerOptions;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What strangers may put into a queue, and how little it does to the worker. */
class RabbitBadMessagesTests {

    private static final String BODY = "[[1], {}, {}]";

    private final RabbitBrokers brokers = new RabbitBrokers();

    private final String queue = "bad-" + this.brokers.options.prefix();

    @AfterEach
    void clear() {
        this.brokers.close();
    }

    static Stream<Arguments> messages() {
        Map<String, Object> deep = new HashMap<>();
        Map<String, Object> inner = deep;
        for (int i = 0; i < 190; i++) {
            Map<String, Object> next = new HashMap<>();
            inner.put("x", next);
            inner = next;
        }
        Map<String, Object> many = headers();
        for (int i = 0; i < 200; i++) {
            many.put("x" + i, i);
        }
        return Stream.of(arguments("pickle", type("application/x-python-serialize"), BODY),
                arguments("no content type", type(null), BODY),
                arguments("a parameter", type("application/json; charset=utf-8"), BODY),
                arguments("no headers", new AMQP.BasicProperties.Builder().contentType("application/json").build(),
                        BODY),
                arguments("no id", with("id", null), BODY),
                arguments("an id that is a path", with("id", "../../x"), BODY),
                arguments("a number for an id", with("id", 7), BODY),
                arguments("a task with a line break", with("task", "shop\nx"), BODY),
                arguments("an unknown class", with("task", "java.lang.Runtime.exec"), BODY),
                arguments("an eta that is none", with("eta", "tomorrow"), BODY),
                arguments("an eta that is a moment of AMQP", with("eta", new Date(0)), "no json"),
                arguments("compressed in a way nobody knows", with("compression", "application/x-evil"), BODY),
                arguments("too many headers", properties(many), BODY),
                arguments("a header of 100,000 characters", with("x", "y".repeat(100_000)), BODY),
                arguments("deep headers", with("x", deep), "{"),
                arguments("bytes for a header", with("id", new byte[9]), BODY),
                arguments("a body of two", with("x", 1), "[[], {}]"), arguments("no body", with("x", 1), ""),
                arguments("arguments of another kind", with("x", 1), "[[{}], {}, {}]"),
                arguments("8 MB and a byte", with("x", 1), "[[\"" + "a".repeat(8 * 1024 * 1024) + "\"], {}, {}]"));
    }

    private static Map<String, Object> headers() {
        return new HashMap<>(Map.of("task", "shop.run", "id", "a"));
    }

    private static AMQP.BasicProperties with(String name, Object value) {
        Map<String, Object> headers = headers();
        headers.put(name, value);
        return properties(headers);
    }

    private static AMQP.BasicProperties properties(Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder().contentType("application/json").headers(headers).build();
    }

    private static AMQP.BasicProperties type(String type) {
        return new AMQP.BasicProperties.Builder().contentType(type).headers(headers()).build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    @Tag("G7")
    @Tag("S01")
    @Tag("S02")
    @Tag("S06")
    @Tag("S08")
    void goesToTheDeadLettersWithItsReasonAndHurtsNobody(String what, AMQP.BasicProperties properties, String body) {
        Shop shop = new Shop();
        RabbitBroker broker = this.brokers.open();
        this.brokers.push(this.queue, properties, body.getBytes(StandardCharsets.UTF_8));
        try (Engine engine = Engine.with(shop)
            .broker(broker)
            .runner((options) -> new RunnerOptions(options.worker(), options.maxDeliveries(), Duration.ZERO,
                    options.parkDelay()))
            .build()) {
            engine.tasks.signature(Shop::run, 42).queue(this.queue).apply();
            engine.work((options) -> options.queues(List.of(this.queue)).concurrency(1));
            DeadLetters letters = broker.capability(DeadLetters.class).orElseThrow();
            Awaitility.await().until(() -> shop.numbers.contains(42));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> letters.count(this.queue) == 1);
            List<DeadLetter> dead = letters.list(this.queue, 0, 10);
            assertThat(dead).hasSize(1);
            assertThat(dead.get(0).reason()).isNotBlank().doesNotContain("\n");
            assertThat(shop.numbers).containsExactly(42);
        }
    }

    static class Shop {

        private final List<Integer> numbers = new CopyOnWriteArrayList<>();

        @SharedTask("shop.run")
        void run(int number) {
            this.numbers.add(number);
        }

    }

}
