package io.taskqueue.beat;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** That a crontab means here what it means to Celery 5.2 and 5.6. */
class CelerySchedulesTests {

    private static final List<String> VERSIONS = List.of("5.2.6", "5.6");

    /** Months have names since 5.5. */
    private static final String NO_MONTH = "Invalid weekday literal 'jan'.";

    @ParameterizedTest
    @MethodSource("fields")
    void fieldStandsForTheSameNumbers(Case field) {
        String spec = field.json().path("spec").asString();
        JsonNode values = field.json().path("values");
        if (values.isArray()) {
            assertThat(field(field).numbers().boxed())
                .containsExactlyElementsOf(values.valueStream().map(JsonNode::asInt).toList());
        }
        else if (!values.asString().endsWith(NO_MONTH)) {
            assertThatIllegalArgumentException().as(spec).isThrownBy(() -> field(field));
        }
    }

    static Stream<Case> fields() {
        return cases("crontab_expand");
    }

    private static CrontabField field(Case field) {
        String spec = field.json().path("spec").asString();
        return switch (field.json().path("field").asString()) {
            case "minute" -> CrontabField.minute(spec);
            case "hour" -> CrontabField.hour(spec);
            case "day_of_week" -> CrontabField.dayOfWeek(spec);
            case "day_of_month" -> CrontabField.dayOfMonth(spec);
            default -> CrontabField.month(spec);
        };
    }

    /** In UTC, which is how the last runs of the captures are told. */
    @ParameterizedTest
    @MethodSource("crontabs")
    void crontabIsDueAtTheSameMoments(Case crontab) {
        JsonNode fields = crontab.json().path("crontab");
        String text = String.join(" ",
                Stream.of("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
                    .map((field) -> fields.path(field).asString("*"))
                    .toList());
        Schedule schedule = Schedule.parse(text, ZoneOffset.UTC);
        Instant now = moment(crontab, "now");
        assertThat(!schedule.next(moment(crontab, "last_run_at")).isAfter(now))
            .isEqualTo(crontab.json().path("is_due").asBoolean());
        assertThat(schedule.next(now)).isEqualTo(now.plus(untilNext(crontab)));
    }

    static Stream<Case> crontabs() {
        return cases("crontab_due");
    }

    /**
     * But not what Celery counts from when a run was late: here the next one is where it
     * would have been.
     */
    @ParameterizedTest
    @MethodSource("periods")
    void periodIsDueAtTheSameMoments(Case period) {
        Schedule schedule = Schedule.every(Duration.ofSeconds(period.json().path("every_seconds").asInt()));
        Instant next = schedule.next(moment(period, "last_run_at"));
        Instant now = moment(period, "now");
        boolean due = period.json().path("is_due").asBoolean();
        assertThat(!next.isAfter(now)).isEqualTo(due);
        assertThat(due ? next : now.plus(untilNext(period))).isEqualTo(next);
    }

    static Stream<Case> periods() {
        return cases("interval_due").filter((period) -> !period.json().path("relative").asBoolean());
    }

    private static Duration untilNext(Case each) {
        return Duration.ofMillis(Math.round(each.json().path("seconds_to_next_check").asDouble() * 1000));
    }

    private static Instant moment(Case each, String field) {
        return OffsetDateTime.parse(each.json().path(field).asString()).toInstant();
    }

    private static Stream<Case> cases(String kind) {
        return VERSIONS.stream()
            .flatMap((version) -> read(version).path(kind).valueStream().map((json) -> new Case(version, json)));
    }

    private static JsonNode read(String version) {
        InputStream fixture = CelerySchedulesTests.class
            .getResourceAsStream("/celery/schedules/schedules-" + version + ".json");
        return JsonMapper.shared().readTree(fixture);
    }

    /** What one version of Celery said. */
    record Case(String version, JsonNode json) {
    }

}
