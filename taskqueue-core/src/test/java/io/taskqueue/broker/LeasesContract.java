package io.taskqueue.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.result.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every broker with {@link Leases} promises. A worker dies here by being forgotten:
 * its consumer neither settles nor renews nor closes.
 */
public abstract class LeasesContract extends BrokerScenario {

    private Leases leases() {
        return capability(Leases.class);
    }

    private Duration third() {
        return leases().length().dividedBy(3);
    }

    /** Long enough for a lease to end. */
    private void outlastLease() {
        advance(leases().length().plusMillis(100));
    }

    @Test
    @Tag("G5")
    void deliversAgainWhatAWorkerDiedWith() {
        publish("a", "b");
        receive(consumer(), 2);
        outlastLease();
        assertThat(leases().reclaim(1_000)).isEqualTo(2);
        List<Delivery> again = receive(consumer(), 2);
        assertThat(ids(again)).containsExactly("a", "b");
        assertThat(again).extracting(Delivery::deliveries).containsOnly(2);
    }

    @Test
    @Tag("G5")
    void losesNothingOfManyDeadWorkers() {
        publish(ids("m", 300).stream().map(this::message).toList());
        for (int i = 0; i < 5; i++) {
            receive(consumer(), 50);
        }
        outlastLease();
        assertThat(leases().reclaim(1_000)).isEqualTo(250);
        assertThat(ids(receive(consumer(), 300))).containsExactlyInAnyOrderElementsOf(ids("m", 300));
    }

    @Test
    @Tag("G3")
    void takesNothingFromTheLiving() {
        publish("a");
        Consumer consumer = consumer();
        List<Delivery> held = receive(consumer, 1);
        advance(third());
        assertThat(leases().reclaim(1_000)).isZero();
        assertThat(receiveNow(consumer())).isEmpty();
        acknowledge(consumer, held);
    }

    @Test
    @Tag("G4")
    void renewedLeaseHoldsForTwentyLeases() {
        publish("a");
        Consumer consumer = consumer();
        List<Delivery> held = receive(consumer, 1);
        for (int i = 0; i < 60; i++) {
            advance(third());
            assertThat(leases().renew(consumer)).isEmpty();
            assertThat(leases().reclaim(1_000)).isZero();
        }
        assertThat(receiveNow(consumer())).isEmpty();
        acknowledge(consumer, held);
    }

    @Test
    @Tag("G4")
    void oneRenewalExtendsAllThatIsHeld() {
        publish("a", "b");
        Consumer consumer = consumer();
        List<Delivery> held = new ArrayList<>(receive(consumer, 1));
        advance(third());
        held.addAll(receive(consumer, 1));
        advance(third());
        leases().renew(consumer);
        advance(third());
        advance(third());
        assertThat(leases().reclaim(1_000)).isZero();
        acknowledge(consumer, held);
    }

    @Test
    @Tag("G5")
    void deadWorkerDoesNotTakeTheLivingAlong() {
        publish("a", "b");
        receive(consumer(), 1);
        Consumer alive = consumer();
        List<Delivery> held = receive(alive, 1);
        for (int i = 0; i < 4; i++) {
            advance(third());
            leases().renew(alive);
        }
        assertThat(leases().reclaim(1_000)).isOne();
        assertThat(ids(receiveNow(consumer()))).containsExactly("a");
        acknowledge(alive, held);
    }

    @Test
    @Tag("G3")
    void lateOwnerIsFencedOff() {
        publish("a");
        Consumer late = consumer();
        List<Delivery> held = receive(late, 1);
        outlastLease();
        leases().reclaim(1_000);
        for (Settlement settlement : List.of(Settlement.acknowledge(), Settlement.release(),
                Settlement.deadLetter("late"))) {
            assertThat(fates(settle(late, settlement, held))).containsExactly(Answer.Fate.FENCED);
        }
        Consumer next = consumer();
        List<Delivery> again = receive(next, 1);
        assertThat(fates(settle(late, Settlement.acknowledge(), held))).containsExactly(Answer.Fate.FENCED);
        acknowledge(next, again);
    }

    @Test
    void renewalTellsWhatWasLostOnce() {
        publish("a", "b");
        Consumer late = consumer();
        List<Delivery> held = receive(late, 2);
        outlastLease();
        leases().reclaim(1_000);
        assertThat(leases().renew(late))
            .containsExactlyInAnyOrderElementsOf(held.stream().map(Delivery::token).toList());
        assertThat(leases().renew(late)).isEmpty();
    }

    @Test
    void lateOwnerBeginsAnew() {
        publish("a");
        Consumer late = consumer();
        Delivery before = receive(late, 1).get(0);
        outlastLease();
        leases().reclaim(1_000);
        leases().renew(late);
        List<Delivery> after = receive(late, 1);
        assertThat(incarnation(after.get(0))).isNotEqualTo(incarnation(before));
        assertThat(after.get(0).deliveries()).isEqualTo(2);
        acknowledge(late, after);
    }

    private static String incarnation(Delivery delivery) {
        return delivery.token().substring(0, delivery.token().lastIndexOf('-'));
    }

    @Test
    @Tag("G3")
    void latenessNobodyNoticedDoesNoHarm() {
        publish("a");
        Consumer late = consumer();
        List<Delivery> held = receive(late, 1);
        outlastLease();
        assertThat(leases().renew(late)).isEmpty();
        assertThat(leases().reclaim(1_000)).isZero();
        acknowledge(late, held);
    }

    @Test
    @Tag("G8")
    void everyDeathIsCounted() {
        publish("poison");
        for (int death = 1; death <= 5; death++) {
            assertThat(receive(consumer(), 1).get(0).deliveries()).isEqualTo(death);
            outlastLease();
            assertThat(leases().reclaim(1_000)).isOne();
        }
        Consumer consumer = consumer();
        release(consumer, receive(consumer, 1));
        assertThat(receive(consumer, 1).get(0).deliveries()).isEqualTo(6);
    }

    @Test
    @Tag("G10")
    void whatIsReclaimedComesFirstInOrder() {
        publish("a", "b", "c", "d");
        receive(consumer(), 3);
        outlastLease();
        assertThat(leases().reclaim(2)).isEqualTo(2);
        assertThat(leases().reclaim(2)).isOne();
        assertThat(leases().reclaim(2)).isZero();
        assertThat(ids(receive(consumer(), 4))).containsExactly("a", "b", "c", "d");
    }

    @Test
    @Tag("G8")
    void orderlyEndDoesNotCount() {
        publish("a");
        Consumer consumer = consumer();
        receive(consumer, 1);
        consumer.close();
        assertThat(leases().renew(consumer)).isEmpty();
        outlastLease();
        assertThat(leases().reclaim(1_000)).isZero();
        assertThat(receive(consumer(), 1).get(0).deliveries()).isOne();
    }

    @Test
    @Tag("G19")
    void jumpingWallClockEndsNoLease() {
        publish("a");
        Consumer consumer = consumer();
        List<Delivery> held = receive(consumer, 1);
        jump(Duration.ofHours(1));
        assertThat(leases().reclaim(1_000)).isZero();
        jump(Duration.ofHours(-2));
        assertThat(leases().reclaim(1_000)).isZero();
        acknowledge(consumer, held);
        publish("b");
        receive(consumer, 1);
        outlastLease();
        assertThat(leases().reclaim(1_000)).isOne();
        jump(Duration.ofHours(1));
    }

}
