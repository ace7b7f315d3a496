package io.taskqueue.message;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TaskValuesTests {

    private static final Type LINES = new TypeReference<List<Line>>() {
    }.getType();

    private final TaskValues values = TaskValues.standard();

    @Test
    void writesDecimalsAsText() {
        assertThat(this.values.write(List.of(new BigDecimal("1.10"), Map.of("x", new BigDecimal("2")))))
            .isEqualTo("[\"1.10\",{\"x\":\"2\"}]");
        assertThat(this.values.write(new Line("tea", new BigDecimal("1.10"), 2)))
            .isEqualTo("{\"name\":\"tea\",\"price\":\"1.10\",\"count\":2}");
    }

    @Test
    void readsDecimalsFromTextAndNumbers() {
        assertThat(this.<BigDecimal>read("\"1.10\"", BigDecimal.class)).isEqualTo("1.10");
        assertThat(this.<BigDecimal>read("1.5", BigDecimal.class)).isEqualTo("1.5");
        assertThat(this.<BigDecimal>read("3", BigDecimal.class)).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource({ "2030-01-02T03:04:05Z, 2030-01-02T03:04:05Z", "2030-01-02T03:04:05.5Z, 2030-01-02T03:04:05.500000Z",
            "2030-01-02T03:04:05.123456789Z, 2030-01-02T03:04:05.123456Z",
            "2030-01-02T03:04:05.000000001Z, 2030-01-02T03:04:05Z" })
    void writesInstantsForPython(Instant moment, String written) {
        assertThat(this.values.write(moment)).isEqualTo('"' + written + '"');
    }

    @Test
    void writesTimesAsIsoText() {
        assertThat(this.values.write(List.of(Duration.ofMillis(1500), LocalDate.of(2030, 1, 2),
                OffsetDateTime.parse("2030-01-02T03:04:05+02:00"))))
            .isEqualTo("[\"PT1.5S\",\"2030-01-02\",\"2030-01-02T03:04:05+02:00\"]");
    }

    @Test
    void readsTimesAsTheyWereWritten() {
        List<Object> times = List.of(Duration.ofMillis(1500), Instant.parse("2030-01-02T03:04:05.000006Z"),
                LocalDate.of(2030, 1, 2), LocalDateTime.of(2030, 1, 2, 3, 4, 5),
                OffsetDateTime.parse("2030-01-02T03:04:05+02:00"));
        assertThat(times).allSatisfy(
                (time) -> assertThat(this.<Object>read(this.values.write(time), time.getClass())).isEqualTo(time));
    }

    @Test
    void readsWhatPythonSendsForTimes() {
        assertThat(this.<Instant>read("\"2030-01-02T03:04:05.000006+00:00\"", Instant.class))
            .isEqualTo("2030-01-02T03:04:05.000006Z");
        assertThat(this.<LocalDate>read("\"2030-01-02T00:00:00\"", LocalDate.class)).isEqualTo("2030-01-02");
        assertThat(this.<Instant>read("{\"__type__\":\"datetime\",\"__value__\":\"2030-01-02T03:04:05+00:00\"}",
                Instant.class))
            .isEqualTo("2030-01-02T03:04:05Z");
    }

    @Test
    void readsPythonsMarkersInResults() {
        String marked = "[{\"__type__\":\"decimal\",\"__value__\":\"1.10\"}]";
        assertThat(this.<Object>read(marked, Object.class)).isEqualTo(List.of("1.10"));
        assertThat(this.<UUID>read(
                "{\"__type__\":\"uuid\",\"__value__\":{\"hex\":\"11111111111141118111111111111111\"}}", UUID.class))
            .hasToString("11111111-1111-4111-8111-111111111111");
        assertThat(this.<byte[]>read("{\"__type__\":\"bytes\",\"__value__\":\"text\"}", byte[].class)).asString()
            .isEqualTo("text");
    }

    @Test
    void bindsGenericTypes() {
        List<Line> lines = List.of(new Line("tea", new BigDecimal("1.10"), 2));
        assertThat(this.<List<Line>>read(this.values.write(lines), LINES)).isEqualTo(lines);
        assertThat(this.values.<Object>fromNode(this.values.toNode(lines), LINES)).isEqualTo(lines);
    }

    @Test
    void ignoresPropertiesOfNewerVersions() {
        assertThat(this.<Line>read("{\"name\":\"tea\",\"price\":\"1\",\"count\":2,\"colour\":\"red\"}", Line.class))
            .isEqualTo(new Line("tea", BigDecimal.ONE, 2));
    }

    @Test
    void writesConstantsByTheirNames() {
        assertThat(this.values.write(Map.of(Size.SMALL, Size.LARGE))).isEqualTo("{\"SMALL\":\"LARGE\"}");
        assertThat(this.<Size>read("\"LARGE\"", Size.class)).isEqualTo(Size.LARGE);
        assertThat(this.<DayOfWeek>read("\"MONDAY\"", DayOfWeek.class)).isEqualTo(DayOfWeek.MONDAY);
    }

    @Test
    void widensIntegers() {
        assertThat(this.<Long>read("5", long.class)).isEqualTo(5L);
        assertThat(this.<Double>read("5", double.class)).isEqualTo(5.0);
        assertThat(this.<BigInteger>read("9".repeat(100), BigInteger.class)).isEqualTo("9".repeat(100));
    }

    @Test
    void readsWhatIsNoNumberInPython() {
        assertThat(this.<List<?>>read("[NaN, Infinity, -Infinity]", Object.class))
            .isEqualTo(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        assertThat(this.<Double>read(this.values.write(Double.NaN), double.class)).isNaN();
    }

    @Test
    void readsHalvesOfSurrogatePairs() {
        assertThat(this.<String>read("\"\\ud800x\"", String.class)).isEqualTo("\ud800x");
    }

    @Test
    void readsNullWhereItMayBe() {
        assertThat(Arrays.<Type>asList(Integer.class, Object.class, Line.class, Void.class))
            .allMatch((type) -> this.<Object>read("null", type) == null);
        assertThat(this.<Object>read("null", Optional.class)).isEqualTo(Optional.empty());
        assertThat(this.values.toNode(null).isNull()).isTrue();
    }

    @Test
    void makesTheTreeThatIsOnTheWire() {
        JsonNode node = this.values.toNode(Map.of("bytes", new byte[] { 1, 2 }));
        assertThat(node.path("bytes").isString()).isTrue();
        assertThat(this.values.write(node)).isEqualTo("{\"bytes\":\"AQI=\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "{", "[1", "1 2", "'a'", "secret" })
    void refusesTextThatIsNoJson(String json) {
        assertThatExceptionOfType(ValueException.class).isThrownBy(() -> read(json, Object.class))
            .withMessage("$: it is no JSON")
            .withNoCause();
    }

    @Test
    void takesTheModulesOfTheApplication() {
        SimpleModule module = new SimpleModule("app").addSerializer(Line.class, ToStringSerializer.instance);
        TaskValues custom = TaskValues.of(List.of(module), UnaryOperator.identity());
        assertThat(custom.write(new Line("tea", BigDecimal.ONE, 1))).startsWith("\"Line[");
    }

    @Test
    void leavesTheLastWordToTheCustomizer() {
        TaskValues custom = TaskValues.of(List.of(),
                (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE));
        assertThat(custom.write(new Line("tea", BigDecimal.ONE, 1))).contains("\"Name\"");
    }

    private <T> @Nullable T read(String json, Type type) {
        return this.values.read(json, type);
    }

    record Line(String name, BigDecimal price, int count) {
    }

    enum Size {

        SMALL, LARGE;

        @Override
        public String toString() {
            return "for display";
        }

    }

}
