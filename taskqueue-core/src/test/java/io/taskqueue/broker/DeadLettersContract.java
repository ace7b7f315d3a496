package io.taskqueue.broker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.message.TaskHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** What every broker with {@link DeadLetters} promises. */
public abstract class DeadLettersContract extends BrokerScenario {

    /** The most dead letters the broker under test keeps: best a hundred or so. */
    protected abstract int capacity();

    /** Puts bytes into the queue that are no message. */
    protected abstract void publishMalformed(String queue, byte[] raw);

    private DeadLetters letters() {
        return capability(DeadLetters.class);
    }

    private List<String> listed(int offset, int limit) {
        return letters().list(this.queue, offset, limit).stream().map(DeadLetter::taskId).toList();
    }

    private void bury(String... ids) {
        publish(ids);
        Consumer consumer = consumer();
        for (String id : ids) {
            assertThat(settle(consumer, Settlement.deadLetter("cannot run " + id), receive(consumer, 1)))
                .allMatch((answer) -> answer.isDone());
        }
    }

    private List<String> idsOf(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::id).toList();
    }

    @Test
    @Tag("G7")
    void keepsWhatNobodyCouldRun() {
        bury("a");
        DeadLetter letter = letters().list(null, 0, 10).get(0);
        assertThat(letter.taskId()).isEqualTo("a");
        assertThat(letter.task()).isEqualTo("shop.count");
        assertThat(letter.queue()).isEqualTo(this.queue);
        assertThat(letter.reason()).isEqualTo("cannot run a");
        assertThat(letter.at()).isNotNull();
        assertThat(((Content.Readable) letter.content()).message().payload()).isEqualTo(message("a").payload());
    }

    @Test
    @Tag("G7")
    void deadLetterIsNotHandedOutAgain() {
        bury("a");
        publish("b");
        Consumer consumer = consumer();
        assertThat(ids(receive(consumer, 1))).containsExactly("b");
        assertThat(receiveNow(consumer)).isEmpty();
    }

    @Test
    void listsTheNewestFirst() {
        bury("a", "b", "c", "d");
        assertThat(listed(0, 10)).containsExactly("d", "c", "b", "a");
        assertThat(listed(1, 2)).containsExactly("c", "b");
        assertThat(listed(4, 2)).isEmpty();
        assertThat(listed(0, 0)).isEmpty();
    }

    @Test
    void listsAndCountsByQueue() {
        bury("a", "b");
        assertThat(letters().count(this.queue)).isEqualTo(2);
        assertThat(letters().count(null)).isEqualTo(2);
        assertThat(letters().count(this.queue + "-other")).isZero();
        assertThat(letters().list(this.queue + "-other", 0, 10)).isEmpty();
    }

    @Test
    @Tag("G20")
    void dropsTheOldestOfTooMany() {
        bury(IntStream.range(0, capacity() + 3).mapToObj((i) -> "m" + i).toArray(String[]::new));
        assertThat(letters().count(null)).isEqualTo(capacity());
        assertThat(listed(0, 1)).containsExactly("m" + (capacity() + 2));
        assertThat(listed(capacity() - 1, 10)).containsExactly("m3");
    }

    @Test
    void replayedMessageIsNewAndUncounted() {
        publish(List.of(message("a").header(TaskHeaders.DELIVERIES, 4).header("x-own", "kept")));
        Consumer consumer = consumer();
        settle(consumer, Settlement.deadLetter("poison"), receive(consumer, 1));
        assertThat(letters().replay(idsOf(letters().list(null, 0, 10)))).isOne();
        Delivery again = receive(consumer, 1).get(0);
        assertThat(id(again)).isEqualTo("a");
        assertThat(again.deliveries()).isOne();
        assertThat(((Content.Readable) again.content()).message().headers().text("x-own")).isEqualTo("kept");
        assertThat(letters().count(null)).isZero();
    }

    @Test
    void replayedMessageDoesNotWaitAgain() {
        publish(List.of(message("a").after(DELAY)));
        advance(DELAY);
        Consumer consumer = consumer();
        settle(consumer, Settlement.deadLetter("unknown"), receive(consumer, 1));
        assertThat(letters().replay(idsOf(letters().list(null, 0, 10)))).isOne();
        assertThat(ids(receiveNow(consumer))).containsExactly("a");
    }

    @Test
    void removesForGood() {
        bury("a", "b", "c");
        List<String> letters = idsOf(letters().list(null, 0, 2));
        assertThat(letters().remove(letters)).isEqualTo(2);
        assertThat(listed(0, 10)).containsExactly("a");
        assertThat(letters().remove(letters)).isZero();
        assertThat(letters().replay(letters)).isZero();
    }

    @Test
    void unknownIdsDoNoHarm() {
        bury("a");
        List<String> unknown = List.of("", "no number", "-1", "999999999999999999999", "a");
        assertThat(letters().remove(unknown)).isZero();
        assertThat(letters().replay(unknown)).isZero();
        assertThat(letters().count(null)).isOne();
    }

    @Test
    @Tag("G7")
    void malformedContentIsKeptUpToItsLimit() {
        byte[] raw = new byte[Content.Malformed.KEPT + 1_000];
        raw[0] = 42;
        publishMalformed(this.queue, raw);
        Consumer consumer = consumer();
        List<Delivery> got = receive(consumer, 1);
        assertThat(got.get(0).content()).isInstanceOf(Content.Malformed.class);
        settle(consumer, Settlement.deadLetter("no message"), got);
        DeadLetter letter = letters().list(null, 0, 10).get(0);
        assertThat(letter.taskId()).isNull();
        assertThat(letter.task()).isNull();
        assertThat(((Content.Malformed) letter.content()).raw()).hasSize(Content.Malformed.KEPT).startsWith(42);
    }

    @Test
    @Tag("G7")
    void malformedContentStaysWhenReplayed() {
        publishMalformed(this.queue, "no message".getBytes(StandardCharsets.UTF_8));
        Consumer consumer = consumer();
        settle(consumer, Settlement.deadLetter("no message"), receive(consumer, 1));
        bury("a");
        assertThat(letters().replay(idsOf(letters().list(null, 0, 10)))).isOne();
        assertThat(ids(receive(consumer, 1))).containsExactly("a");
        assertThat(letters().count(null)).isOne();
    }

    @Test
    @Tag("G7")
    void goodMessageBehindBadOnesIsHandedOut() {
        for (int i = 0; i < 20; i++) {
            publishMalformed(this.queue, new byte[] { (byte) i });
        }
        publish("good");
        Consumer consumer = consumer();
        List<Delivery> got = receive(consumer, 21);
        assertThat(got.subList(0, 20)).allMatch((delivery) -> delivery.content() instanceof Content.Malformed);
        assertThat(id(got.get(20))).isEqualTo("good");
    }

}
