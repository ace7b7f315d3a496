package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScheduleTests {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static final String BEFORE_SPRING = "2026-03-28T23:50:00Z";

    private static final String BEFORE_AUTUMN = "2026-10-24T22:10:00Z";

    private static List<String> next(String text, ZoneId zone, String after, int count) {
        Schedule schedule = Schedule.parse(text, zone);
        return Stream.iterate(schedule.next(Instant.parse(after)), Objects::nonNull, schedule::next)
            .limit(count)
            .map(Instant::toString)
            .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "0 30 2 * * *", "30 2 * * *" })
    void skippedTimeComesWhenTheClockSprings(String nightly) {
        assertThat(next(nightly, PARIS, BEFORE_SPRING, 2)).containsExactly("2026-03-29T01:00:00Z",
                "2026-03-30T00:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0 30 2 * * *", "30 2 * * *" })
    void repeatedTimeComesOnce(String nightly) {
        assertThat(next(nightly, PARIS, BEFORE_AUTUMN, 2)).containsExactly("2026-10-25T00:30:00Z",
                "2026-10-26T01:30:00Z");
        assertThat(next(nightly, PARIS, "2026-10-25T00:45:00Z", 1)).containsExactly("2026-10-26T01:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0 30 * * * *", "30 * * * *" })
    void everyHourComesEveryHourOnDaysTheClockIsSet(String hourly) {
        assertThat(next(hourly, PARIS, BEFORE_SPRING, 3)).containsExactly("2026-03-29T00:30:00Z",
                "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z");
        assertThat(next(hourly, PARIS, BEFORE_AUTUMN, 4)).containsExactly("2026-10-24T22:30:00Z",
                "2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0 15,45 2,3 * * *", "15,45 2,3 * * *" })
    void skippedTimeOvertakesNoLaterOne(String twice) {
        assertThat(next(twice, PARIS, BEFORE_SPRING, 3)).containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:15:00Z",
                "2026-03-29T01:45:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0 0 9 * * *", "0 9 * * *" })
    void timeOfDayFollowsTheClockOnTheWall(String daily) {
        assertThat(next(daily, PARIS, "2026-03-28T00:00:00Z", 2)).containsExactly("2026-03-28T08:00:00Z",
                "2026-03-29T07:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0 0 3 29 2 *", "0 3 29 2 *" })
    void leapDayComesInLeapYears(String leap) {
        assertThat(next(leap, ZoneId.of("UTC"), "2026-03-01T00:00:00Z", 2)).containsExactly("2028-02-29T03:00:00Z",
                "2032-02-29T03:00:00Z");
        assertThat(next(leap, ZoneId.of("UTC"), "2096-03-01T00:00:00Z", 1)).containsExactly("2104-02-29T03:00:00Z");
    }

    @Test
    void leapDayOnAWeekdayMayBeLongInComing() {
        assertThat(next("0 3 29 2 mon", ZoneId.of("UTC"), "2072-03-01T00:00:00Z", 1))
            .containsExactly("2112-02-29T03:00:00Z");
    }

    @Test
    void lastDayOfMonthComesInEveryMonth() {
        assertThat(next("0 0 3 L * *", ZoneId.of("UTC"), "2028-01-31T04:00:00Z", 3))
            .containsExactly("2028-02-29T03:00:00Z", "2028-03-31T03:00:00Z", "2028-04-30T03:00:00Z");
        assertThat(next("0 3 31 * *", ZoneId.of("UTC"), "2026-01-31T04:00:00Z", 3))
            .containsExactly("2026-03-31T03:00:00Z", "2026-05-31T03:00:00Z", "2026-07-31T03:00:00Z");
    }

    @Test
    void dayThatNoMonthHasNeverComes() {
        assertThat(Schedule.parse("0 3 30 2 *", PARIS).next(Instant.EPOCH)).isNull();
        assertThat(Schedule.parse("0 0 3 30 2 *", PARIS).next(Instant.EPOCH)).isNull();
    }

    @Test
    void macroIsAnExpressionOfSpring() {
        assertThat(next("@daily", PARIS, BEFORE_SPRING, 2)).containsExactly("2026-03-29T22:00:00Z",
                "2026-03-30T22:00:00Z");
        assertThat(next("@hourly", PARIS, BEFORE_AUTUMN, 4)).containsExactly("2026-10-24T23:00:00Z",
                "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z");
    }

    @Test
    void momentComesOnce() {
        Schedule once = Schedule.parse("2026-12-31T23:59:00+01:00", PARIS);
        Instant moment = Instant.parse("2026-12-31T22:59:00Z");
        assertThat(once.next(Instant.EPOCH)).isEqualTo(moment);
        assertThat(once.next(moment)).isNull();
        assertThat(Schedule.parse(once.text(), PARIS)).isEqualTo(once).isEqualTo(Schedule.at(moment));
    }

    @Test
    void periodCountsFromTheMomentBefore() {
        Schedule every = Schedule.parse("PT1M30S", PARIS);
        assertThat(every.next(Instant.EPOCH)).isEqualTo(Instant.EPOCH.plusSeconds(90));
        assertThat(Schedule.parse(every.text(), PARIS)).isEqualTo(every)
            .isEqualTo(Schedule.every(Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "hello", "* * *", "0 0 25 * * *", "0 25 * * *", "0 3 * * 7", "PT0.5S", "PT-1M", "P1",
            "2026-13-01T00:00:00Z", "2026-12-01", "10/2 * * * *", "* * * * * * *", "@never" })
    void whatIsNoScheduleIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.parse(text, PARIS))
            .withMessageNotContaining("null");
    }

    @Test
    void sundayOfUnixIsExplained() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.parse("0 3 * * 7", PARIS))
            .withMessageContaining(
                    "\"0 3 * * 7\" is no crontab: 7 is not among 0 to 6; in Celery's crontab Sunday is 0");
    }

    @Test
    void passedMomentsAreCounted() {
        Instant first = Instant.parse("2026-03-01T12:00:00Z");
        Passed seconds = Passed.of(Schedule.every(Duration.ofSeconds(1)), first, first.plusSeconds(86_400));
        assertThat(seconds).isEqualTo(new Passed(first, first.plusSeconds(86_400), 86_401, first.plusSeconds(86_401)));
        Passed minutes = Passed.of(Schedule.parse("* * * * *", PARIS), first, first.plusSeconds(179));
        assertThat(minutes).isEqualTo(new Passed(first, first.plusSeconds(120), 3, first.plusSeconds(180)));
    }

    @Test
    void latestOfVeryManyIsFound() {
        Instant first = Instant.parse("2026-03-01T12:00:00Z");
        Instant now = first.plus(Duration.ofDays(400)).plusMillis(500);
        Passed seconds = Passed.of(Schedule.parse("* * * * * *", PARIS), first, now);
        assertThat(seconds.latest()).isEqualTo(first.plus(Duration.ofDays(400)));
        assertThat(seconds.next()).isEqualTo(first.plus(Duration.ofDays(400)).plusSeconds(1));
        assertThat(seconds.count()).isGreaterThan(1_000);
    }

}
