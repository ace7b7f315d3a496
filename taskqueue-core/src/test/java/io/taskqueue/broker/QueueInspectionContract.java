package io.taskqueue.broker;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every broker with {@link QueueInspection} and {@link QueueAdministration}
 * promises.
 */
public abstract class QueueInspectionContract extends BrokerScenario {

    private QueueDepth depth() {
        return capability(QueueInspection.class).depths(List.of(this.queue)).get(0);
    }

    private long purge() {
        return capability(QueueAdministration.class).purge(this.queue);
    }

    private void assertDepth(long ready, long delayed, long inFlight) {
        QueueDepth depth = depth();
        assertThat(List.of(depth.ready(), depth.delayed(), depth.inFlight())).containsExactly(ready, delayed, inFlight);
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
        assertThat(depth().oldest()).isBetween(DELAY, DELAY.plusSeconds(5));
        receive(consumer(), 1);
        assertThat(depth().oldest()).isLessThan(DELAY);
    }

    @Test
    void delayIsNoAge() {
        publish(List.of(message("a").after(DELAY)));
        advance(DELAY);
        assertThat(depth().oldest()).isLessThan(DELAY);
    }

    @Test
    void unknownQueueIsEmptyAndAnswersKeepTheirOrder() {
        publish("a");
        String unknown = this.queue + "-unknown";
        List<QueueDepth> depths = capability(QueueInspection.class).depths(List.of(unknown, this.queue));
        assertThat(depths).extracting(QueueDepth::queue).containsExactly(unknown, this.queue);
        assertThat(depths.get(0)).isEqualTo(new QueueDepth(unknown, 0, 0, 0, null));
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
        assertThat(purge()).isEqualTo(4);
        assertDepth(0, 0, 1);
        advance(DELAY);
        assertThat(receiveNow(consumer)).isEmpty();
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
