package io.taskqueue.beat;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;

import io.taskqueue.PeriodicTask.Misfire;
import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.beat.ScheduleOrigin.Source;
import io.taskqueue.message.TaskMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What becomes of schedules that code declares, and of what is done to them at run time.
 */
class RegistrationTests {

    private static final ScheduleSpec HOURLY = ScheduleSpec.of("shop.report", "PT1H");

    private static final ScheduleSpec DAILY = ScheduleSpec.of("shop.report", "0 0 3 * * *");

    private final BeatScenario beat = new BeatScenario();

    @Test
    void declaredScheduleIsStoredOnce() {
        this.beat.register(this.beat.declared("a", HOURLY));
        ScheduleEntry first = this.beat.entry("a");
        assertThat(first.enabled()).isTrue();
        assertThat(first.runs().next()).isEqualTo(this.beat.now().plus(Duration.ofHours(1)));
        this.beat.time.advance(Duration.ofMinutes(10));
        this.beat.register(this.beat.declared("a", HOURLY));
        assertThat(this.beat.entry("a")).isEqualTo(first);
    }

    @Test
    void declarationThatChangesIsFollowed() {
        this.beat.register(this.beat.declared("a", HOURLY));
        this.beat.register(this.beat.declared("a", DAILY));
        assertThat(this.beat.entry("a").spec()).isEqualTo(DAILY);
        assertThat(this.beat.entry("a").runs().next()).hasToString("2026-03-02T03:00:00Z");
    }

    @Test
    void restartPlansNothingAnewThatIsNotMoved() {
        this.beat.register(this.beat.declared("a", HOURLY));
        this.beat.time.advance(Duration.ofMinutes(10));
        this.beat.register(this.beat.declared("a", HOURLY.policies(Misfire.ALL, Overlap.SKIP)));
        assertThat(this.beat.entry("a").spec().overlap()).isEqualTo(Overlap.SKIP);
        assertThat(this.beat.entry("a").runs().next()).isEqualTo(this.beat.now().plus(Duration.ofMinutes(50)));
    }

    @Test
    void editAtRunTimeStandsAndIsMarked() {
        this.beat.register(this.beat.declared("a", HOURLY));
        this.beat.schedules.save("a", DAILY);
        this.beat.schedules.enable("a", false);
        this.beat.register(this.beat.declared("a", HOURLY));
        this.beat.register(this.beat.declared("a", ScheduleSpec.of("shop.report", "PT2H")));
        ScheduleEntry entry = this.beat.entry("a");
        assertThat(entry.spec()).isEqualTo(DAILY);
        assertThat(entry.enabled()).isFalse();
        assertThat(entry.origin().edited()).isTrue();
        assertThat(entry.origin().source()).isEqualTo(Source.CODE);
    }

    @Test
    void scheduleThatIsDeclaredNoMoreIsDisabled() {
        this.beat.register(this.beat.declared("a", HOURLY), this.beat.declared("b", HOURLY));
        this.beat.schedules.save("mine", HOURLY);
        this.beat.register(this.beat.declared("b", HOURLY));
        assertThat(this.beat.entry("a").enabled()).isFalse();
        assertThat(this.beat.entry("a").origin().gone()).isTrue();
        assertThat(this.beat.entry("b").enabled()).isTrue();
        assertThat(this.beat.entry("mine").enabled()).isTrue();
        this.beat.time.advance(Duration.ofHours(5));
        this.beat.register(this.beat.declared("a", HOURLY), this.beat.declared("b", HOURLY));
        assertThat(this.beat.entry("a").enabled()).isTrue();
        assertThat(this.beat.entry("a").origin().gone()).isFalse();
        assertThat(this.beat.entry("a").runs().next()).isEqualTo(this.beat.now().plus(Duration.ofHours(1)));
    }

    @Test
    void schedulesOfAnotherApplicationAreNobodysBusiness() {
        this.beat.register(this.beat.declared("a", HOURLY));
        new Registration(this.beat.store, List.of(this.beat.declared("b", HOURLY)), "another").run();
        assertThat(this.beat.entry("a").enabled()).isTrue();
        assertThat(this.beat.entry("b").enabled()).isTrue();
    }

    @Test
    void whatWasMadeAtRunTimeKeepsItsName() {
        this.beat.schedules.save("a", DAILY);
        this.beat.register(this.beat.declared("a", HOURLY));
        assertThat(this.beat.entry("a").spec()).isEqualTo(DAILY);
        assertThat(this.beat.entry("a").origin()).isEqualTo(ScheduleOrigin.RUN_TIME);
    }

    @Test
    void declaredScheduleIsDisabledAndNotRemoved() {
        this.beat.register(this.beat.declared("a", HOURLY));
        assertThatIllegalStateException().isThrownBy(() -> this.beat.schedules.remove("a"))
            .withMessageContaining("disable it instead");
        this.beat.register();
        assertThat(this.beat.schedules.remove("a")).isTrue();
        assertThat(this.beat.schedules.remove("a")).isFalse();
    }

    @Test
    void triggeredScheduleIsCalledBesideWhatIsPlanned() {
        this.beat.register(this.beat.declared("a", HOURLY.sent("slow", 9, null)));
        ScheduleEntry before = this.beat.entry("a");
        String id = this.beat.schedules.trigger("a");
        TaskMessage sent = this.beat.broker.take().get(0);
        assertThat(sent.id()).isEqualTo(id);
        assertThat(sent.queue()).isEqualTo("slow");
        assertThat(this.beat.entry("a").runs().next()).isEqualTo(before.runs().next());
        assertThat(this.beat.entry("a").runs().lastTask()).isEqualTo(id);
        assertThat(this.beat.entry("a").runs().count()).isEqualTo(1);
        assertThat(this.beat.schedules.firings("a", 1).get(0).task()).isEqualTo(id);
        assertThatThrownBy(() -> this.beat.schedules.trigger("nobody")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void whatPassesWhileDisabledIsNotMadeUp() {
        this.beat.register(this.beat.declared("a", HOURLY));
        this.beat.schedules.enable("a", false);
        this.beat.time.advance(Duration.ofHours(10));
        ScheduleEntry enabled = this.beat.schedules.enable("a", true);
        assertThat(enabled.runs().next()).isEqualTo(this.beat.now().plus(Duration.ofHours(1)));
        assertThat(this.beat.schedules.upcoming(enabled, 3)).hasSize(3)
            .startsWith(this.beat.now().plus(Duration.ofHours(1)));
    }

    @Test
    void whatCouldNeverBeSentIsRefused() {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.beat.schedules.save("a", ScheduleSpec.of("shop.report", "0 0 3 30 2 *")))
            .withMessageContaining("never comes");
        assertThatIllegalArgumentException().isThrownBy(() -> this.beat.schedules.save(" a", HOURLY));
        assertThatIllegalArgumentException().isThrownBy(() -> this.beat.schedules.save("a\n", HOURLY));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.beat.schedules.save("a", HOURLY.sent("q\u0000", null, null)));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.beat.schedules.save("a", HOURLY.arguments("{}", "{}")));
        assertThatIllegalArgumentException().isThrownBy(() -> HOURLY.sent(null, 10, null));
        assertThat(this.beat.store.all()).isEmpty();
    }

}
