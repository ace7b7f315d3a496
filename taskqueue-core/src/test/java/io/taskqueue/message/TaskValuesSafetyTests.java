package io.taskqueue.message;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TaskValuesSafetyTests {

    private static final PolymorphicTypeValidator ANYTHING = BasicPolymorphicTypeValidator.builder()
        .allowIfBaseType(Object.class)
        .build();

    private final TaskValues values = TaskValues.standard();

    @ParameterizedTest
    @ValueSource(strings = { "{\"@class\":\"java.util.Date\",\"time\":1}", "{\"@type\":\"java.util.Date\"}",
            "{\"__type__\":\"java.util.Date\",\"__value__\":1}", "[\"java.util.Date\",1]",
            "[\"java.util.Date\",{\"time\":1}]", "{\"@c\":\".Date\"}" })
    @Tag("S03")
    @DisplayName("S03 lets nothing in JSON choose a type")
    void letsNothingInJsonChooseAType(String json) {
        assertThat(List.<Type>of(Object.class, Serializable.class)).allSatisfy((type) -> {
            Object value = this.values.read(json, type);
            assertThat(value).isInstanceOfAny(Map.class, List.class);
            assertThat(this.values.write(value)).isEqualTo(json);
        });
    }

    @Test
    @Tag("S03")
    @DisplayName("S03 refuses annotations that name classes")
    void refusesAnnotationsThatNameClasses() {
        assertThatExceptionOfType(ValueException.class)
            .isThrownBy(() -> this.values.read("{\"@class\":\"" + Cat.class.getName() + "\"}", Animal.class))
            .withMessageContaining("@JsonSubTypes");
    }

    @Test
    @Tag("S03")
    @DisplayName("S03 reads subtypes that a type lists")
    void readsSubtypesThatATypeLists() {
        assertThat(this.values.<Object>read("{\"kind\":\"circle\",\"radius\":2}", Shape.class))
            .isEqualTo(new Circle(2));
        assertThatExceptionOfType(ValueException.class)
            .isThrownBy(() -> this.values.read("{\"kind\":\"secret.Gadget\"}", Shape.class))
            .withMessageNotContaining("secret");
    }

    @Test
    @Tag("S03")
    @DisplayName("S03 loads no class a value names")
    void loadsNoClassAValueNames() {
        assertThatExceptionOfType(ValueException.class)
            .isThrownBy(() -> this.values.read("\"java.lang.Runtime\"", Class.class))
            .withMessageContaining("take it as text");
    }

    @Test
    @Tag("S10")
    @DisplayName("S10 looks up no host a value names")
    void looksUpNoHostAValueNames() {
        assertThat(List.<Type>of(InetAddress.class, InetSocketAddress.class))
            .allSatisfy((type) -> assertThat(failure("\"example.com\"", type).detail()).contains("take it as text"));
    }

    @Test
    @Tag("S04")
    @DisplayName("S04 refuses mappers with default typing")
    void refusesMappersWithDefaultTyping() {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> TaskValues.of(List.of(), (builder) -> builder.activateDefaultTyping(ANYTHING)))
            .withMessageContaining("Remove activateDefaultTyping");
        assertThatIllegalArgumentException().isThrownBy(() -> TaskValues.of(List.of(),
                (builder) -> builder.activateDefaultTyping(ANYTHING, DefaultTyping.NON_FINAL)));
        assertThatIllegalArgumentException().isThrownBy(() -> TaskValues.of(List.of(),
                (builder) -> builder.activateDefaultTypingAsProperty(ANYTHING, DefaultTyping.JAVA_LANG_OBJECT, "@t")));
    }

    @ParameterizedTest
    @MethodSource("lossy")
    void refusesWhatWouldLoseSomething(String json, Class<?> type) {
        assertThat(failure(json, type).path()).isEqualTo("$");
    }

    private static List<Arguments> lossy() {
        return List.of(Arguments.of("1.5", int.class), Arguments.of("1.0", long.class),
                Arguments.of("1.5", BigInteger.class), Arguments.of("\"5\"", int.class),
                Arguments.of("\"5\"", Long.class), Arguments.of("\"\"", Integer.class),
                Arguments.of("\"5.5\"", double.class), Arguments.of("\"true\"", boolean.class),
                Arguments.of("1", boolean.class), Arguments.of("5", String.class), Arguments.of("1.5", String.class),
                Arguments.of("true", String.class), Arguments.of("5000000000", int.class),
                Arguments.of("NaN", long.class), Arguments.of("NaN", BigDecimal.class), Arguments.of("null", int.class),
                Arguments.of("1", LocalDate.class), Arguments.of("\"\"", UUID.class),
                Arguments.of("\"\"", BigDecimal.class), Arguments.of("\"\"", Instant.class),
                Arguments.of("1", Thread.State.class), Arguments.of("[\"a\"]", String.class),
                Arguments.of("\"a\"", List.class), Arguments.of("65", char.class));
    }

    @Test
    void refusesValuesThatHoldNothing() {
        assertThatExceptionOfType(ValueException.class).isThrownBy(() -> this.values.write(new Object()));
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses endless and deep values")
    void refusesEndlessAndDeepValues() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThatExceptionOfType(ValueException.class).isThrownBy(() -> this.values.toNode(endless));
        assertThatExceptionOfType(ValueException.class).isThrownBy(() -> this.values.write(endless));
        assertThat(failure("[".repeat(10_000), Object.class).detail()).contains("nesting depth");
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 bounds numbers in text too")
    void boundsNumbersInTextToo() {
        assertThat(failure('"' + "1".repeat(1_000_000) + '"', BigDecimal.class).detail()).contains("1000000");
        assertThat(failure("1".repeat(1001), BigInteger.class).detail()).contains("1001");
    }

    private ValueException failure(String json, Type type) {
        return catchThrowableOfType(ValueException.class, () -> this.values.read(json, type));
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface Animal {

    }

    record Cat() implements Animal {
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
    interface Shape {

    }

    record Circle(int radius) implements Shape {
    }

}
