package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.taskqueue.PeriodicTask.Misfire;
import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.beat.Firing.Fate;
import io.taskqueue.message.ManualTime;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What one node does, and what several do together, on a clock that the test owns. */
class BeatRoundsTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final BeatScenario beat = new BeatScenario();

    private final BeatRounds node = this.beat.node();

    private ScheduleEntry every(String name, Duration period, Misfire misfire, Overlap overlap) {
        return this.beat.schedules.save(name,
                ScheduleSpec.of("shop.report", period.toString()).policies(misfire, overlap));
    }

    private ScheduleEntry every(Duration period) {
        return every("a", period, Misfire.ONCE, Overlap.ALLOW);
    }

    private List<Fate> fates() {
        return this.beat.schedules.firings("a", 100).stream().map(Firing::fate).toList();
    }

    @Test
    @Tag("G12")
    void sendsAtThePlannedMomentAndNotBefore() {
        every(MINUTE);
        this.node.go();
        this.beat.time.advance(MINUTE.minusMillis(1));
        assertThat(this.node.go()).isEqualTo(Duration.ofMillis(1));
        assertThat(this.beat.sent()).isEmpty();
        this.beat.time.advance(Duration.ofMillis(1));
        this.node.go();
        assertThat(this.beat.sent()).containsExactly("a");
        assertThat(fates()).containsExactly(Fate.SENT);
        assertThat(this.beat.entry("a").runs().last()).isEqualTo(this.beat.now());
        assertThat(this.beat.entry("a").runs().next()).isEqualTo(this.beat.now().plus(MINUTE));
    }

    @Test
    void restsUntilSomethingIsDueOrCouldBeNew() {
        every(MINUTE);
        assertThat(this.node.go()).isEqualTo(SECOND);
        this.beat.time.advance(MINUTE.minusMillis(400));
        assertThat(this.node.go()).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void callIsWhatTheScheduleSays() {
        this.beat.schedules.save("a",
                ScheduleSpec.of("shop.mail", "PT1M")
                    .arguments("[42]", "{\"subject\": \"news\"}")
                    .sent("slow", 9, Duration.ofMinutes(5)));
        this.beat.pass(MINUTE, SECOND, this.node);
        TaskMessage sent = this.beat.broker.take().get(0);
        assertThat(sent.task()).isEqualTo("shop.mail");
        assertThat(sent.queue()).isEqualTo("slow");
        assertThat(sent.priority()).isEqualTo(9);
        assertThat(sent.expires()).isEqualTo(this.beat.now().plus(Duration.ofMinutes(5)));
        assertThat(new String(sent.payload().bytes())).startsWith("[[42],{\"subject\":\"news\"},");
        assertThat(BeatScenario.schedule(sent)).isEqualTo("a");
        assertThat(sent.id()).isEqualTo(this.beat.entry("a").runs().lastTask());
    }

    @Test
    void callGoesWhereItsTaskBelongsUnlessToldOtherwise() {
        this.beat.schedules.save("a", ScheduleSpec.of("shop.mail", "PT1M").arguments("[1, \"x\"]", "{}"));
        this.beat.pass(MINUTE, SECOND, this.node);
        assertThat(this.beat.broker.take()).singleElement().satisfies((sent) -> {
            assertThat(sent.queue()).isEqualTo("mail");
            assertThat(sent.priority()).isEqualTo(3);
        });
    }

    @Test
    @Tag("G12")
    void manyNodesSendEachMomentOnce() {
        every(Duration.ofSeconds(7));
        BeatRounds[] nodes = { this.node, this.beat.node(), this.beat.node() };
        this.beat.pass(Duration.ofSeconds(70), Duration.ofMillis(500), nodes);
        assertThat(this.beat.broker.take()).extracting(TaskMessage::id).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    @Tag("G12")
    void gapIsMadeUpByOneCall() {
        every(MINUTE);
        this.beat.pass(Duration.ofMinutes(61), Duration.ofMinutes(61), this.node);
        assertThat(this.beat.sent()).containsExactly("a");
        assertThat(this.beat.schedules.firings("a", 10))
            .satisfiesExactly((sent) -> assertThat(sent.fate()).isEqualTo(Fate.SENT), (missed) -> {
                assertThat(missed.fate()).isEqualTo(Fate.MISSED);
                assertThat(missed.count()).isEqualTo(60);
                assertThat(missed.reason()).isNotBlank();
            });
        assertThat(this.beat.entry("a").runs().next()).isEqualTo(this.beat.now().plus(MINUTE));
    }

    @Test
    @Tag("G12")
    void gapIsMadeUpInFullWhereThatIsWanted() {
        every("a", MINUTE, Misfire.ALL, Overlap.ALLOW);
        this.beat.pass(Duration.ofMinutes(250), Duration.ofMinutes(250), this.node);
        this.beat.pass(Duration.ofSeconds(3), SECOND, this.node);
        assertThat(this.beat.broker.take()).extracting(TaskMessage::id).hasSize(250).doesNotHaveDuplicates();
        assertThat(fates()).containsOnly(Fate.SENT);
    }

    @Test
    @Tag("G12")
    void gapIsGivenUpWhereThatIsWanted() {
        every("a", Duration.ofHours(1), Misfire.SKIP, Overlap.ALLOW);
        this.beat.pass(Duration.ofMinutes(150), Duration.ofMinutes(150), this.node);
        assertThat(this.beat.sent()).isEmpty();
        assertThat(fates()).containsExactly(Fate.MISSED);
        this.beat.pass(Duration.ofMinutes(30), SECOND, this.node);
        assertThat(this.beat.sent()).containsExactly("a");
    }

    @Test
    void littleDelayIsNoGap() {
        every("a", Duration.ofHours(1), Misfire.SKIP, Overlap.ALLOW);
        this.beat.pass(Duration.ofMinutes(61), Duration.ofMinutes(61), this.node);
        assertThat(this.beat.sent()).containsExactly("a");
    }

    @Test
    void runThatOverlapsIsSkipped() {
        every("a", MINUTE, Misfire.ONCE, Overlap.SKIP);
        this.beat.pass(MINUTE, SECOND, this.node);
        this.beat.lastTask("a", TaskState.STARTED);
        this.beat.pass(MINUTE, SECOND, this.node);
        assertThat(this.beat.sent()).hasSize(1);
        assertThat(fates()).containsExactly(Fate.SKIPPED, Fate.SENT);
        this.beat.lastTask("a", TaskState.SUCCESS);
        this.beat.pass(MINUTE, SECOND, this.node);
        assertThat(this.beat.sent()).hasSize(1);
    }

    @Test
    void runThatOverlapsWaitsForTheEndOfTheOther() {
        every("a", MINUTE, Misfire.SKIP, Overlap.QUEUE);
        this.beat.pass(MINUTE, SECOND, this.node);
        this.beat.lastTask("a", TaskState.STARTED);
        this.beat.pass(Duration.ofSeconds(200), SECOND, this.node);
        assertThat(this.beat.sent()).hasSize(1);
        this.beat.lastTask("a", TaskState.FAILURE);
        this.beat.pass(SECOND, SECOND, this.node);
        assertThat(this.beat.sent()).hasSize(1);
        assertThat(fates()).containsExactly(Fate.SENT, Fate.MISSED, Fate.SENT);
    }

    @Test
    void runThatHasOnlyBeenSentOverlapsToo() {
        every("a", MINUTE, Misfire.ONCE, Overlap.SKIP);
        this.beat.pass(MINUTE, SECOND, this.node);
        this.beat.journal.flush(Duration.ofSeconds(5));
        this.beat.pass(MINUTE, SECOND, this.node);
        assertThat(fates()).containsExactly(Fate.SKIPPED, Fate.SENT);
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, -1 })
    @Tag("G12")
    @Tag("G19")
    void jumpOfANodesClockChangesNothing(int hours) {
        ManualTime wrong = new ManualTime();
        this.beat.time.onMove(() -> {
        });
        BeatRounds other = this.beat.node(this.beat.store, wrong);
        every(MINUTE);
        for (int i = 0; i < 300; i++) {
            this.beat.time.advance(SECOND);
            wrong.advance(SECOND);
            if (i == 90) {
                wrong.jump(Duration.ofHours(hours));
            }
            other.go();
        }
        assertThat(this.beat.sent()).hasSize(5);
        assertThat(fates()).containsOnly(Fate.SENT);
    }

    @Test
    @Tag("G12")
    void clockOfTheStoreThatIsSetForwardLeavesAGap() {
        every(MINUTE);
        this.beat.pass(MINUTE, SECOND, this.node);
        this.beat.time.jump(Duration.ofHours(1));
        this.beat.pass(MINUTE, SECOND, this.node);
        assertThat(fates()).containsExactly(Fate.SENT, Fate.SENT, Fate.MISSED, Fate.SENT);
    }

    @Test
    @Tag("G12")
    void clockOfTheStoreThatIsSetBackStopsNoPeriodAndRepeatsNoMoment() {
        every(MINUTE);
        this.beat.schedules.save("hourly", ScheduleSpec.of("shop.report", "0 30 * * * *"));
        this.beat.pass(Duration.ofMinutes(45), SECOND, this.node);
        assertThat(this.beat.sent()).hasSize(46);
        this.beat.time.jump(Duration.ofHours(-1));
        this.beat.pass(Duration.ofMinutes(60), SECOND, this.node);
        assertThat(this.beat.sent()).hasSizeBetween(59, 60).doesNotContain("hourly");
        this.beat.pass(Duration.ofMinutes(60), SECOND, this.node);
        assertThat(this.beat.sent()).hasSize(61).contains("hourly");
    }

    @Test
    @Tag("G12")
    void nodeThatPausedSendsNothingTwice() {
        every(Duration.ofSeconds(10));
        BeatRounds paused = this.beat.node();
        paused.go();
        this.beat.pass(Duration.ofSeconds(95), SECOND, this.node);
        paused.go();
        this.beat.pass(Duration.ofSeconds(5), SECOND, paused, this.node);
        assertThat(this.beat.broker.take()).extracting(TaskMessage::id).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    @Tag("G12")
    void onlyNodeThatPausedMakesUpOne() {
        every(Duration.ofSeconds(10));
        this.node.go();
        this.beat.time.advance(Duration.ofSeconds(95));
        this.node.go();
        assertThat(this.beat.sent()).containsExactly("a");
        this.beat.pass(Duration.ofSeconds(5), SECOND, this.node);
        assertThat(this.beat.sent()).containsExactly("a");
    }

    /** Where a node can die between what it does. */
    enum Death {

        BEFORE_CLAIM, AFTER_CLAIM, AFTER_SENDING

    }

    @ParameterizedTest
    @EnumSource
    @Tag("G12")
    @Tag("W11")
    void whatADeadNodeClaimedIsSentByAnother(Death death) {
        every(MINUTE);
        BeatRounds dying = this.beat.node(new DyingStore(this.beat.store, death), this.beat.time);
        this.beat.time.advance(MINUTE);
        assertThatThrownBy(dying::go).isInstanceOf(Killed.class);
        Instant killed = this.beat.now();
        Set<String> ids = ids();
        while (ids.isEmpty() || fates().contains(Fate.CLAIMED)) {
            this.beat.pass(SECOND, SECOND, this.node);
            ids.addAll(ids());
        }
        assertThat(Duration.between(killed, this.beat.now())).isLessThanOrEqualTo(BeatScenario.OPTIONS.lease()
            .plus(BeatScenario.OPTIONS.sweep().multipliedBy(13).dividedBy(10))
            .plusSeconds(2));
        assertThat(ids).hasSize(1);
    }

    @Test
    @Tag("G12")
    void whatAWorkerHasIsNotSentAgain() {
        every(MINUTE);
        BeatRounds dying = this.beat.node(new DyingStore(this.beat.store, Death.AFTER_SENDING), this.beat.time);
        this.beat.time.advance(MINUTE);
        assertThatThrownBy(dying::go).isInstanceOf(Killed.class);
        this.beat.lastTask("a", TaskState.STARTED);
        assertThat(this.beat.sent()).hasSize(1);
        this.beat.pass(Duration.ofSeconds(50), SECOND, this.node);
        assertThat(this.beat.sent()).isEmpty();
        assertThat(fates()).containsExactly(Fate.SENT);
    }

    private Set<String> ids() {
        return this.beat.broker.take().stream().map(TaskMessage::id).collect(Collectors.toSet());
    }

    @Test
    void brokersOutageLeavesAGapAndNoFlood() {
        IntStream.range(0, 50).forEach((i) -> every("s" + i, Duration.ofSeconds(10), Misfire.ONCE, Overlap.ALLOW));
        this.beat.broker.away = true;
        this.beat.pass(Duration.ofMinutes(10), SECOND, this.node);
        this.beat.broker.away = false;
        this.beat.pass(Duration.ofSeconds(3), SECOND, this.node);
        List<String> sent = this.beat.sent();
        assertThat(sent).hasSizeLessThan(150);
        assertThat(Set.copyOf(sent)).hasSize(50);
        // a claim whose lease had just ended waits for the next sweep, whose moment is
        // drawn
        this.beat.pass(Duration.ofSeconds(20), SECOND, this.node);
        assertThat(this.beat.sent()).hasSizeLessThan(100 + 100);
        this.beat.pass(Duration.ofSeconds(10), SECOND, this.node);
        assertThat(this.beat.sent()).hasSize(50);
    }

    @Test
    @Tag("G12")
    void nodeGoesOnAfterAnOutageInWhichOthersTookWhatItHadClaimed() {
        IntStream.range(0, 50).forEach((i) -> every("s" + i, Duration.ofSeconds(10), Misfire.ONCE, Overlap.ALLOW));
        BeatRounds other = this.beat.node();
        this.beat.broker.away = true;
        this.beat.pass(Duration.ofSeconds(25), SECOND, this.node);
        this.beat.pass(Duration.ofMinutes(2), SECOND, other);
        this.beat.broker.away = false;
        this.beat.pass(Duration.ofSeconds(3), SECOND, other);
        this.beat.sent();
        // the other one is gone
        this.beat.pass(Duration.ofSeconds(10), SECOND, this.node);
        assertThat(Set.copyOf(this.beat.sent())).hasSize(50);
    }

    @Test
    void scheduleThatCannotBeSentHoldsUpNobody() {
        every("a", MINUTE, Misfire.ONCE, Overlap.ALLOW);
        ScheduleEntry broken = every("broken", MINUTE, Misfire.ONCE, Overlap.ALLOW);
        this.beat.store.change(List.of(ScheduleChange.to(broken.spec(broken.spec().arguments("[1, 2, 3]", "{}")))),
                SECOND);
        ScheduleEntry foreign = every("foreign", MINUTE, Misfire.ONCE, Overlap.ALLOW);
        this.beat.store.change(List.of(ScheduleChange.to(foreign.spec(foreign.spec().when("full moon", "UTC")))),
                SECOND);
        this.beat.pass(Duration.ofMinutes(2), SECOND, this.node);
        assertThat(this.beat.sent()).containsExactly("a", "a");
        assertThat(this.beat.schedules.firings("broken", 10)).extracting(Firing::fate)
            .containsExactly(Fate.REFUSED, Fate.REFUSED);
    }

    @Test
    void momentComesOnceAndIsOver() {
        Instant soon = this.beat.now().plusSeconds(5);
        this.beat.schedules.save("once", ScheduleSpec.of("shop.report", soon.toString()));
        this.beat.pass(MINUTE, SECOND, this.node);
        assertThat(this.beat.sent()).containsExactly("once");
        assertThat(this.beat.entry("once").runs().next()).isNull();
    }

    @Test
    void idsCannotBeGuessedFromWhatIsSeen() {
        every("a", MINUTE, Misfire.ONCE, Overlap.ALLOW);
        every("b", MINUTE, Misfire.ONCE, Overlap.ALLOW);
        Instant planned = this.beat.entry("a").runs().next();
        assertThat(this.beat.entry("a").taskId(planned)).isNotEqualTo(this.beat.entry("b").taskId(planned))
            .isEqualTo(this.beat.entry("a").taskId(planned))
            .isNotEqualTo(this.beat.entry("a").taskId(planned.plusMillis(1)))
            .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(this.beat.entry("a").toString()).doesNotContain(this.beat.entry("a").secret());
    }

    private static final class Killed extends Error {

    }

    /** The store as a node sees it that is about to be killed. */
    private record DyingStore(ScheduleStore store, Death death) implements ScheduleStore {

        @Override
        public List<ScheduleEntry> all() {
            return this.store.all();
        }

        @Override
        public Optional<ScheduleEntry> find(String name) {
            return this.store.find(name);
        }

        @Override
        public List<ScheduleEntry> due(Instant until, int limit) {
            return this.store.due(until, limit);
        }

        @Override
        public List<Boolean> change(Collection<ScheduleChange> changes, Duration lease) {
            if (this.death == Death.BEFORE_CLAIM) {
                throw new Killed();
            }
            List<Boolean> made = this.store.change(changes, lease);
            if (this.death == Death.AFTER_CLAIM) {
                throw new Killed();
            }
            return made;
        }

        @Override
        public FiringLog firings() {
            return new DyingLog(this.store.firings());
        }

        @Override
        public String description() {
            return "dying";
        }

    }

    /** It is told of nothing any more. */
    private record DyingLog(FiringLog log) implements FiringLog {

        @Override
        public Instant now() {
            return this.log.now();
        }

        @Override
        public void settle(Collection<Firing> firings) {
            throw new Killed();
        }

        @Override
        public List<Firing> takeOver(Duration lease, int limit) {
            return List.of();
        }

        @Override
        public List<Firing> list(String schedule, int limit) {
            return this.log.list(schedule, limit);
        }

        @Override
        public int forget(Duration age, int limit) {
            return 0;
        }

    }

}
