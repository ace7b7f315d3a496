package io.taskqueue.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What the log says, and what it must not. */
class LogTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String HOSTILE = "x\r\nFAKE LINE\u001b[31m\u2028\u202e" + "y".repeat(100);

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.taskqueue");

    private final Recorder recorder = new Recorder();

    private Level before;

    @BeforeEach
    void record() {
        this.before = this.logger.getLevel();
        this.logger.setLevel(Level.INFO);
        this.logger.setAdditive(false);
        this.recorder.start();
        this.logger.addAppender(this.recorder);
    }

    @AfterEach
    void restore() {
        this.logger.detachAppender(this.recorder);
        this.logger.setAdditive(true);
        this.logger.setLevel(this.before);
    }

    @Test
    @Tag("S40")
    void hostileNamesAndMessagesStayOnTheirLine() {
        try (Engine engine = Engine.with(new Loud()).build()) {
            engine.broker.publish(List.of(message("a", HOSTILE.substring(0, 50), "[[], {}, {}]"),
                    message("b", "loud.say", "[[1, 2, 3], {\"" + "k".repeat(2_000) + "\": 1}, {}]")));
            engine.work(1);
            engine.tasks.delay(Loud::retries, HOSTILE).get(SOON);
            engine.tasks.delay("loud.say", "end").get(SOON);
        }
        assertThat(this.recorder.lines()).isNotEmpty().allSatisfy((line) -> {
            assertThat(line.replace("\n    . ", "").replaceAll("\n  [a-z]+ ", "")).doesNotContain("\n", "\r", "\u001b",
                    "\u2028", "\u202e");
            assertThat(line.length()).isLessThan(1_400);
        });
        assertThat(this.recorder.lines()).anySatisfy((line) -> assertThat(line).contains("\\u000d\\u000aFAKE LINE"));
    }

    @Test
    @Tag("S40")
    void floodOfBadMessagesIsOneLineASecondForEachReason() {
        long start = System.nanoTime();
        try (Engine engine = Engine.with(new Loud()).build()) {
            engine.broker
                .publish(IntStream.range(0, 10_000).mapToObj((i) -> message("bad-" + i, "gone", "[]")).toList());
            engine.work(2);
            await().atMost(SOON).until(() -> engine.tasks.delay("loud.say", "end").get(SOON) != null);
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000L + 1;
        assertThat(this.recorder.lines().stream().filter((line) -> line.contains("dead letters"))).hasSizeBetween(1,
                (int) seconds + 1);
    }

    @Test
    @Tag("S12")
    @Tag("S41")
    void argumentsAndResultsAreNeverLogged() {
        String canary = "canary-4711";
        try (Engine engine = Engine.with(new Loud()).build()) {
            engine.work(1);
            engine.tasks.delay(Loud::say, canary).get(SOON);
            engine.tasks.signature("loud.say").kwarg("text", canary).apply().get(SOON);
            assertThatThrownBy(() -> engine.tasks.delay("loud.say", canary, canary)).hasMessageNotContaining(canary);
            engine.broker.publish(List.of(message("bad", "loud.number", "[[\"" + canary + "\"], {}, {}]")));
            engine.tasks.delay("loud.say", "end").get(SOON);
            assertThat(engine.deadLetters().toString()).doesNotContain(canary);
            assertThat(engine.tasks.signature(Loud::say, canary).toSignature().toString()).doesNotContain(canary);
        }
        assertThat(this.recorder.lines()).noneSatisfy((line) -> assertThat(line).contains(canary));
    }

    @Test
    void workerSaysAtItsStartWhatItWorksWith() {
        try (Engine engine = Engine.with(new Loud()).build()) {
            engine.work((options) -> options.queues(List.of("mail", "slow")).concurrency(3));
        }
        assertThat(this.recorder.lines())
            .anySatisfy((line) -> assertThat(line).contains("memory", "mail, slow", "3", "loud.say", "application"));
        assertThat(this.recorder.lines()).anySatisfy((line) -> assertThat(line).contains("end with it"));
    }

    @Test
    void workerWithoutAnyTaskSaysSo() {
        try (Engine engine = Engine.with().build()) {
            engine.work(1);
        }
        assertThat(this.recorder.lines()).anySatisfy((line) -> assertThat(line).contains("No task was found"));
    }

    @Test
    void finalFailureIsOneErrorWithItsStack() {
        try (Engine engine = Engine.with(new Loud()).build()) {
            engine.work(1);
            assertThatThrownBy(() -> engine.tasks.delay(Loud::fails).get(SOON)).hasMessageContaining("broken");
        }
        assertThat(this.recorder.events.stream().filter((event) -> event.getLevel() == Level.ERROR)).singleElement()
            .satisfies((event) -> {
                assertThat(event.getFormattedMessage()).contains("loud.fails").endsWith("failed in attempt 1");
                assertThat(event.getThrowableProxy().getMessage()).isEqualTo("broken");
                assertThat(event.getLoggerName()).isEqualTo("io.taskqueue.task");
            });
    }

    @Test
    void unknownNameIsSaidOnceWithTheNearest() {
        try (Engine engine = Engine.with(new Loud()).build()) {
            engine.tasks.delay("loud.sya", "typo");
            engine.tasks.delay("loud.sya", "typo");
        }
        assertThat(this.recorder.lines().stream().filter((line) -> line.contains("loud.sya"))).singleElement()
            .asString()
            .contains("[loud.say");
    }

    private static TaskMessage message(String id, String task, String body) {
        return new TaskMessage(id, task, "taskqueue", Payload.json(body.getBytes(StandardCharsets.UTF_8)),
                TaskHeaders.none(), null, null, null);
    }

    static class Loud {

        @SharedTask
        String say(String text) {
            return text;
        }

        @SharedTask
        int number(int number) {
            return number;
        }

        @SharedTask
        void retries(String text, TaskContext task) {
            if (task.attempt() == 1) {
                throw task.retry(new IllegalStateException(HOSTILE), Duration.ofMillis(1));
            }
        }

        @SharedTask
        void fails() {
            throw new IllegalStateException("broken");
        }

    }

    private static final class Recorder extends AppenderBase<ILoggingEvent> {

        private final List<ILoggingEvent> events = new ArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.getFormattedMessage();
            this.events.add(event);
        }

        private List<String> lines() {
            return this.events.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }

    }

}
