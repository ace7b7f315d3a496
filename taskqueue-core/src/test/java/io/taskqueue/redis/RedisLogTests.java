package io.taskqueue.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.taskqueue.SharedTask;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/** What the log says of messages that a stranger put into Redis. */
class RedisLogTests {

    private static final int MESSAGES = 2_000;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.taskqueue");

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private final String prefix = TestRedis.prefix();

    private final Engine engine = Engine.with(new Shop())
        .broker(new RedisBroker(TestRedis.connections(), RedisBroker.Options.DEFAULT.prefix(this.prefix),
                MessageCodec.standard(), TimeSource.system()))
        .results(new DiscardingResultBackend())
        .build();

    private Level before;

    @BeforeEach
    void listen() {
        this.before = this.logger.getLevel();
        this.logger.setLevel(Level.DEBUG);
        this.logger.setAdditive(false);
        this.appender.start();
        this.logger.addAppender(this.appender);
    }

    @AfterEach
    void stop() {
        this.engine.close();
        this.logger.detachAppender(this.appender);
        this.logger.setAdditive(true);
        this.logger.setLevel(this.before);
        TestRedis.clear(this.prefix);
    }

    @Test
    @Tag("S12")
    @Tag("S40")
    @DisplayName("S40 a flood of bad messages, each bad in its own way, floods no log")
    void floodOfBadMessagesFloodsNoLog() {
        long begun = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            push("{\"body\":\"" + base64("[[\"canary\"], {}, {}]") + "\",\"content-type\":\"x/" + i
                    + "\\r\\nFAKE\\u001b[31m\\u2028\\u202e\",\"headers\":{\"task\":\"shop.say\",\"id\":\"a\"},"
                    + "\"properties\":{\"body_encoding\":\"base64\"}}");
        }
        this.engine.work(2);
        DeadLetters letters = this.engine.broker.capability(DeadLetters.class).orElseThrow();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> letters.count(null) == MESSAGES);
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
        List<String> lines = List.copyOf(this.appender.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
        List<String> said = lines.stream().filter((line) -> line.contains("dead letters")).toList();
        assertThat(said).hasSizeBetween(1, (int) seconds + 1);
        assertThat(said).allSatisfy((line) -> assertThat(line).doesNotContain("\n", "\r", "\u001b", "\u2028", "\u202e")
            .hasSizeLessThan(1_200));
        assertThat(lines).noneMatch((line) -> line.contains("canary"));
    }

    @Test
    @Tag("S14")
    @DisplayName("S14 expressions and placeholders in messages stay text")
    void expressionsStayText() {
        String text = "#{T(java.lang.Runtime).getRuntime()} ${java.version} %s {0}";
        Shop shop = new Shop();
        try (Engine own = Engine.with(shop)
            .broker(new RedisBroker(TestRedis.connections(), RedisBroker.Options.DEFAULT.prefix(this.prefix),
                    MessageCodec.standard(), TimeSource.system()))
            .build()) {
            own.work(1);
            assertThat(own.tasks.delay(Shop::say, text).get(Duration.ofSeconds(20))).isEqualTo(text);
        }
    }

    private void push(String message) {
        byte[] list = new RedisKeys(this.prefix).list("taskqueue", "9");
        TestRedis.connections().call((redis) -> redis.lpush(list, message.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static class Shop {

        @SharedTask
        String say(String text) {
            return text;
        }

    }

}
