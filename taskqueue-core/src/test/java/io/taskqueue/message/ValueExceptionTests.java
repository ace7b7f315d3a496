package io.taskqueue.message;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ValueExceptionTests {

    private final TaskValues values = TaskValues.standard();

    @Test
    void saysWhereAndWhatWithoutQuoting() {
        ValueException failure = failure("{\"lines\":[{\"price\":\"1\"},{},{\"price\":\"secret\"}]}", Order.class);
        assertThat(failure.path()).isEqualTo("$.lines[2].price");
        assertThat(failure.detail()).isEqualTo("expected BigDecimal, found text of another form");
        assertThat(failure).hasMessage("$.lines[2].price: expected BigDecimal, found text of another form");
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"lines\":\"secret\"}", "{\"lines\":[{\"price\":\"secret\"}]}",
            "{\"lines\":[{\"count\":\"secret\"}]}", "{\"lines\":[{\"day\":\"secret\"}]}",
            "{\"lines\":[{\"state\":\"secret\"}]}", "{\"lines\":[{\"id\":\"secret\"}]}",
            "{\"lines\":[{\"strict\":\"secret\"}]}", "{\"lines\":[{\"count\":777666555444333}]}",
            "{\"lines\":secret}" })
    @Tag("S12")
    @DisplayName("S12 no failure shows a value")
    void noFailureShowsAValue(String json) {
        StringWriter trace = new StringWriter();
        failure(json, Order.class).printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("secret", "777666");
    }

    @Test
    void showsOddNamesInOneLine() {
        Type numbers = new TypeReference<Map<String, Integer>>() {
        }.getType();
        assertThat(failure("{\"a\\nb\":\"x\"}", numbers).path()).isEqualTo("$['a\\u000ab']");
        assertThat(failure("{\"" + "k".repeat(5000) + "\":\"x\"}", numbers).path()).hasSizeLessThan(100);
    }

    @Test
    void tellsTheCallerHowItsValueFailed() {
        ValueException failure = catchThrowableOfType(ValueException.class,
                () -> this.values.toNode(List.of(1, new Failing())));
        assertThat(failure.path()).isEqualTo("$[1].value");
        assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
    }

    private ValueException failure(String json, Type type) {
        return catchThrowableOfType(ValueException.class, () -> this.values.read(json, type));
    }

    record Order(List<Line> lines) {
    }

    record Line(BigDecimal price, Integer count, LocalDate day, Thread.State state, UUID id, Strict strict) {
    }

    record Strict(String text) {

        Strict {
            throw new IllegalArgumentException(text + " is refused");
        }

    }

    static class Failing {

        public int getValue() {
            throw new IllegalStateException("boom");
        }

    }

}
