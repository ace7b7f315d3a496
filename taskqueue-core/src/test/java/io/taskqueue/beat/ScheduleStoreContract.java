package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.PeriodicTask.Misfire;
import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.beat.Firing.Fate;
import io.taskqueue.beat.ScheduleOrigin.Source;
import io.taskqueue.message.TaskId;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link ScheduleStore} promises. */
public abstract class ScheduleStoreContract {

    private static final Duration LEASE = Duration.ofHours(1);

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private ScheduleStore store;

    /** Opens an empty store. */
    protected abstract ScheduleStore open();

    /** Another way to the same store, as another node has. */
    protected abstract ScheduleStore other();

    @BeforeEach
    void openStore() {
        this.store = open();
    }

    private static ScheduleEntry entry(String name) {
        return new ScheduleEntry(name, ScheduleSpec.of("shop.report", "PT1M"), true, ScheduleOrigin.RUN_TIME,
                ScheduleRuns.from(NOON), TaskId.random(), 0);
    }

    private ScheduleEntry stored(ScheduleEntry entry) {
        assertThat(this.store.change(List.of(ScheduleChange.to(entry)), LEASE)).containsExactly(true);
        return entry.stored();
    }

    private ScheduleChange firing(ScheduleEntry entry, Instant planned) {
        Firing firing = Firing.claimed(entry, planned, Moments.of(this.store.firings().now()));
        return ScheduleChange.to(entry.runs(entry.runs().next(planned.plusSeconds(60)).ran(planned, "last", 1)),
                List.of(firing));
    }

    @Test
    void keepsAllThatIsSaidOfASchedule() {
        ScheduleSpec spec = new ScheduleSpec("shop.report", "0 0 3 * * *", "Europe/Paris", "[42, \"é\"]",
                "{\"full\": true}", "slow", 7, Duration.ofMillis(1500), Misfire.ALL, Overlap.QUEUE);
        ScheduleOrigin origin = new ScheduleOrigin(Source.CODE, "shop", TaskId.random(), true, true);
        ScheduleEntry full = stored(new ScheduleEntry("nightly ünïcode: 100%", spec, false, origin,
                new ScheduleRuns(NOON.plusMillis(1), NOON.minusMillis(1), "last-task", 42), TaskId.random(), 0));
        ScheduleEntry plain = stored(new ScheduleEntry("a", ScheduleSpec.of("shop.report", "PT1M"), true,
                ScheduleOrigin.RUN_TIME, ScheduleRuns.from(null), TaskId.random(), 0));
        assertThat(this.store.find(full.name())).contains(full);
        assertThat(this.store.find("nobody")).isEmpty();
        assertThat(other().all()).containsExactly(plain, full);
    }

    @Test
    void refusesAChangeOfAnotherRevision() {
        ScheduleEntry first = stored(entry("a"));
        assertThat(first.revision()).isEqualTo(1);
        ScheduleEntry second = stored(first.enabled(false));
        assertThat(this.store.change(List.of(ScheduleChange.to(first), ScheduleChange.to(entry("a")),
                ScheduleChange.removal(first), ScheduleChange.to(entry("b"))), LEASE))
            .containsExactly(false, false, false, true);
        assertThat(this.store.find("a")).contains(second);
        assertThat(second.revision()).isEqualTo(2);
    }

    @Test
    void removedScheduleIsGone() {
        ScheduleEntry first = stored(entry("a"));
        assertThat(this.store.change(List.of(ScheduleChange.removal(first)), LEASE)).containsExactly(true);
        assertThat(this.store.all()).isEmpty();
        assertThat(this.store.due(NOON.plusSeconds(10), 10)).isEmpty();
        assertThat(this.store.change(List.of(ScheduleChange.to(first)), LEASE)).containsExactly(false);
        stored(entry("a"));
    }

    @Test
    void dueSchedulesComeSoonestFirst() {
        ScheduleEntry later = stored(entry("a").runs(ScheduleRuns.from(NOON.plusMillis(1))));
        ScheduleEntry soon = stored(entry("b"));
        stored(entry("c").enabled(false));
        stored(entry("d").runs(ScheduleRuns.from(null)));
        stored(entry("e").runs(ScheduleRuns.from(NOON.plusMillis(2))));
        assertThat(this.store.due(NOON.plusMillis(1), 10)).containsExactly(soon, later);
        assertThat(this.store.due(NOON.plusMillis(1), 1)).containsExactly(soon);
        assertThat(this.store.due(NOON.minusMillis(1), 10)).isEmpty();
        stored(soon.enabled(false));
        assertThat(this.store.due(NOON.plusMillis(1), 10)).containsExactly(later);
    }

    @Test
    @Tag("G12")
    void oneOfManyNodesClaims() throws Exception {
        List<ScheduleEntry> entries = IntStream.range(0, 40).mapToObj((i) -> stored(entry("s" + i))).toList();
        List<ScheduleChange> changes = entries.stream().map((entry) -> firing(entry, NOON)).toList();
        int nodes = 4;
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            CyclicBarrier together = new CyclicBarrier(nodes);
            List<Future<List<Boolean>>> answers = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                ScheduleStore node = other();
                answers.add(threads.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return node.change(changes, LEASE);
                }));
            }
            int[] made = new int[changes.size()];
            for (Future<List<Boolean>> answer : answers) {
                List<Boolean> each = answer.get(30, TimeUnit.SECONDS);
                IntStream.range(0, made.length).filter(each::get).forEach((i) -> made[i]++);
            }
            assertThat(made).containsOnly(1);
        }
        finally {
            threads.shutdownNow();
        }
        assertThat(this.store.firings().list(null, 100)).hasSize(40);
        assertThat(this.store.all()).allSatisfy((entry) -> {
            assertThat(entry.revision()).isEqualTo(2);
            assertThat(entry.runs()).isEqualTo(new ScheduleRuns(NOON.plusSeconds(60), NOON, "last", 1));
        });
    }

    @Test
    @Tag("W11")
    void momentThatWasDealtWithIsNotClaimedAgain() {
        ScheduleEntry before = stored(entry("a"));
        this.store.change(List.of(firing(before, NOON)), LEASE);
        Firing first = this.store.firings().list("a", 1).get(0);
        this.store.firings().settle(List.of(first.became(Fate.SENT, NOON, null)));
        ScheduleEntry setBack = stored(this.store.find("a").orElseThrow().runs(ScheduleRuns.from(NOON)));
        assertThat(this.store.change(List.of(firing(setBack, NOON)), Duration.ZERO)).containsExactly(true);
        assertThat(this.store.firings().list("a", 10)).extracting(Firing::fate).containsExactly(Fate.SENT);
        assertThat(this.store.firings().takeOver(LEASE, 10)).isEmpty();
        assertThat(this.store.find("a").orElseThrow().runs().next()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    @Tag("G12")
    void claimWhoseLeaseEndedIsTakenOverOnce() {
        ScheduleEntry entry = stored(entry("a"));
        ScheduleEntry held = stored(entry("b"));
        this.store.change(List.of(firing(entry, NOON)), Duration.ZERO);
        this.store.change(List.of(firing(held, NOON)), LEASE);
        List<Firing> left = other().firings().takeOver(LEASE, 10);
        assertThat(left).singleElement().satisfies((firing) -> {
            assertThat(firing.schedule()).isEqualTo("a");
            assertThat(firing.planned()).isEqualTo(NOON);
            assertThat(firing.task()).isEqualTo(entry.taskId(NOON));
            assertThat(firing.fate()).isEqualTo(Fate.CLAIMED);
        });
        assertThat(this.store.firings().takeOver(LEASE, 10)).isEmpty();
    }

    @Test
    @Tag("G12")
    void sentFiringIsNotTakenOver() {
        this.store.change(List.of(firing(stored(entry("a")), NOON)), Duration.ZERO);
        Firing claimed = this.store.firings().list(null, 1).get(0);
        Firing sent = claimed.became(Fate.SENT, NOON.plusMillis(3), null);
        this.store.firings().settle(List.of(sent));
        assertThat(this.store.firings().takeOver(LEASE, 10)).isEmpty();
        assertThat(this.store.firings().list("a", 10)).containsExactly(sent);
        this.store.firings().settle(List.of(claimed.became(Fate.REFUSED, NOON, "late")));
        assertThat(this.store.firings().list("a", 10)).containsExactly(sent);
    }

    @Test
    void noMoreAreTakenOverThanAsked() {
        IntStream.range(0, 5)
            .forEach((i) -> this.store.change(List.of(firing(stored(entry("s" + i)), NOON)), Duration.ZERO));
        assertThat(this.store.firings().takeOver(LEASE, 3)).hasSize(3);
        assertThat(this.store.firings().takeOver(LEASE, 3)).hasSize(2);
    }

    @Test
    void missedMomentsAreTold() {
        ScheduleEntry entry = stored(entry("a"));
        Firing missed = Firing.given(entry, Fate.MISSED, NOON.minusSeconds(120), 2, NOON, "nobody was there");
        Firing claimed = Firing.claimed(entry, NOON, NOON);
        this.store.change(List.of(ScheduleChange.to(entry, List.of(missed, claimed))), LEASE);
        stored(entry("b"));
        assertThat(this.store.firings().list("a", 10)).containsExactly(claimed, missed);
        assertThat(this.store.firings().list(null, 1)).containsExactly(claimed);
        assertThat(this.store.firings().list("b", 10)).isEmpty();
    }

    @Test
    @Tag("G20")
    void oldFiringsAreForgottenAndOpenOnesAreNot() {
        ScheduleEntry entry = stored(entry("a"));
        Instant old = Moments.of(this.store.firings().now()).minus(Duration.ofDays(8));
        Firing missed = Firing.given(entry, Fate.MISSED, old.minusSeconds(120), 2, old, "old");
        Firing claimed = Firing.claimed(entry, old, old);
        Firing recent = Firing.given(entry, Fate.SKIPPED, old.plusSeconds(60), 1, old.plus(Duration.ofDays(8)), "new");
        this.store.change(List.of(ScheduleChange.to(entry, List.of(missed, claimed, recent))), LEASE);
        assertThat(this.store.firings().forget(Duration.ofDays(7), 10)).isEqualTo(1);
        assertThat(this.store.firings().list("a", 10)).containsExactly(recent, claimed);
        assertThat(this.store.firings().forget(Duration.ofDays(7), 10)).isZero();
    }

    @Test
    void timeIsThatOfTheStore() {
        Instant now = this.store.firings().now();
        assertThat(other().firings().now()).isBetween(now, now.plusSeconds(10));
        assertThat(this.store.description()).isNotBlank();
    }

}
