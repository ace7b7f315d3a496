package io.taskqueue.broker;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every broker with {@link QueueInspection} and {@link QueueAdministration}
 * promises.
 */
public abstract class QueueInspectionContract extends BrokerScenario {

    /**
     * Whether this broker sees all of a queue. One that does not counts what is ready,
     * says of the rest that it cannot tell, and leaves what is delayed when it purges.
     */
    protected boolean seesAll() {
        return true;
    }

    private QueueDepth depth() {
        return capability(QueueInspection.class).depths(List.of(this.queue)).get(0);
    }

    private long purge() {
        return capability(QueueAdministration.class).purge(this.queue);
    }

    private void assertDepth(long ready, long delayed, long inFlight) {
        if (seesAll()) {
            QueueDepth depth = depth();
            assertThat(List.of(depth.ready(), depth.delayed(), depth.inFlight())).containsExactly(ready, delayed,
                    inFlight);
        }
        else {
            // what is on its way to a worker is for a moment neither here nor there
            Awaitility.await().atMost(SOON).until(() -> depth().equals(ready(ready)));
        }
    }

    private QueueDepth ready(long ready) {
        return new QueueDepth(this.queue, ready, null, null, null);
    }

    private void assertOldest(Duration least, Duration most) {
        if (seesAll()) {
            assertThat(depth().oldest()).isBetween(least, most);
        }
        else {
            assertThat(depth().oldest()).isNull();
        }
    }

    @Test
    void countsReadyDelayedAndLent() {
        publish("a", "b", "c");
        publish(List.of(message("later").after(DELAY), priority(message("urgent"), 9)));
        Consumer consumer = consumer();
        List<Delivery> held = receive(consumer, 2);
        assertDepth(2, 1, 2);
        acknowledge(consumer, held.subList(0, 1));
        assertDepth(2, 1, 1);
        release(consumer, held.subList(1, 2));
        assertDepth(3, 1, 0);
    }

    @Test
    void whatHasComeDueIsReady() {
        publish(List.of(message("a").after(DELAY)));
        assertDepth(0, 1, 0);
        advance(DELAY);
        assertDepth(1, 0, 0);
    }

    @Test
    void deadLettersAndAcknowledgedAreNotCounted() {
        publish("a", "b");
        Consumer consumer = consumer();
        settle(consumer, Settlement.deadLetter("unknown"), receive(consumer, 1));
        acknowledge(consumer, receive(consumer, 1));
        assertDepth(0, 0, 0);
    }

    @Test
    void tellsHowLongTheOldestHasWaited() {
        assertThat(depth().oldest()).isNull();
        publish("a");
        advance(DELAY);
        publish("b");
        assertOldest(DELAY, DELAY.plusSeconds(5));
        receive(consumer(), 1);
        assertOldest(Duration.ZERO, DELAY.minusMillis(1));
    }

    @Test
    void delayIsNoAge() {
        publish(List.of(message("a").after(DELAY)));
        advance(DELAY);
        assertOldest(Duration.ZERO, DELAY.minusMillis(1));
    }

    @Test
    void unknownQueueIsEmptyAndAnswersKeepTheirOrder() {
        publish("a");
        String unknown = this.queue + "-unknown";
        List<QueueDepth> depths = capability(QueueInspection.class).depths(List.of(unknown, this.queue));
        assertThat(depths).extracting(QueueDepth::queue).containsExactly(unknown, this.queue);
        assertThat(depths.get(0)).isEqualTo(
                seesAll() ? new QueueDepth(unknown, 0, 0, 0, null) : new QueueDepth(unknown, 0, null, null, null));
    }

    @Test
    void knowsTheQueuesThatHoldSomething() {
        publish("a");
        publish(List.of(message("b", this.queue + "-delayed").after(Duration.ofHours(1))));
        assertThat(capability(QueueInspection.class).queues()).contains(this.queue, this.queue + "-delayed");
    }

    @Test
    void purgeRemovesAllButWhatIsLent() {
        publish("held", "a", "b");
        publish(List.of(message("later").after(DELAY), priority(message("low"), 0)));
        Consumer consumer = consumer();
        List<Delivery> held = receive(consumer, 1);
        assertThat(purge()).isEqualTo(seesAll() ? 4 : 3);
        assertDepth(0, 0, 1);
        advance(DELAY);
        assertThat(ids(seesAll() ? receiveNow(consumer) : receive(consumer, 1)))
            .isEqualTo(seesAll() ? List.of() : List.of("later"));
        release(consumer, held);
        assertThat(ids(receive(consumer, 1))).containsExactly("held");
    }

    @Test
    void purgeLeavesOtherQueuesAlone() {
        String other = this.queue + "-other";
        publish(List.of(message("a"), message("b", other), message("c", other).after(DELAY)));
        assertThat(purge()).isOne();
        assertThat(purge()).isZero();
        advance(DELAY);
        assertThat(ids(receive(consumer(), List.of(other), 2))).containsExactly("b", "c");
    }

    @Test
    void purgedQueueGoesOn() {
        publish("a");
        purge();
        publish("b");
        assertThat(ids(receive(consumer(), 1))).containsExactly("b");
    }

}
