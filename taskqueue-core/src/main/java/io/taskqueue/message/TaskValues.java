package io.taskqueue.message;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application's values as JSON and back: arguments on their way out, results on
 * theirs. Independent of how the application writes JSON elsewhere, because two versions
 * of it must understand each other; only its Jackson modules are shared. Decimals and
 * times are text, types come from signatures and never from the JSON, and what would lose
 * something is refused rather than bent. Numbers with a fraction are doubles; a decimal
 * that must be exact travels as text, as it does from here. Safe for use by many threads.
 */
public final class TaskValues {

    private static final TaskValues STANDARD = of(List.of(), UnaryOperator.identity());

    private final JsonMapper mapper;

    private TaskValues(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Without any module of an application. */
    public static TaskValues standard() {
        return STANDARD;
    }

    /**
     * With these modules, and then whatever the customizer changes.
     * @param modules the application's Jackson modules
     * @param customizer the last word on the mapper
     * @throws IllegalArgumentException if the mapper would let JSON choose classes
     */
    public static TaskValues of(Collection<? extends JacksonModule> modules,
            UnaryOperator<JsonMapper.Builder> customizer) {
        JsonMapper mapper = customizer.apply(ValueMapping.builder().addModules(modules)).build();
        ValueMapping.requireNoDefaultTyping(mapper);
        return new TaskValues(mapper);
    }

    /**
     * A value as JSON.
     * @throws ValueException if there is no JSON for it
     */
    public JsonNode toNode(@Nullable Object value) {
        // By way of the text: only so does the tree hold exactly what will be on the
        // wire, within its limits.
        return parsed(write(value));
    }

    /**
     * JSON as a value of this type, which may be generic; {@code Object} gives maps,
     * lists and scalars.
     * @throws ValueException if it is no such value
     */
    public <T> @Nullable T fromNode(JsonNode node, Type type) {
        return reading(() -> this.mapper.treeToValue(node, this.mapper.constructType(type)));
    }

    /**
     * A value as JSON text.
     * @throws ValueException if there is no JSON for it
     */
    public String write(@Nullable Object value) {
        return writing(() -> this.mapper.writeValueAsString(value));
    }

    /**
     * JSON text as a value of this type. Python's markers of dates and decimals are read
     * as the text they stand for.
     * @throws ValueException if it is no such value
     */
    public <T> @Nullable T read(String json, Type type) {
        return fromNode(TypedJson.unwrap(parsed(json)), type);
    }

    private JsonNode parsed(String json) {
        try {
            JsonNode node = this.mapper.readTree(json);
            if (!node.isMissingNode()) {
                return node;
            }
        }
        catch (StreamConstraintsException beyond) {
            throw ValueProblem.read(beyond);
        }
        catch (JacksonException noJson) {
            // Told below, without the text.
        }
        throw new ValueException("$", "it is no JSON", null);
    }

    private static <T> T writing(Supplier<T> step) {
        try {
            return step.get();
        }
        catch (RuntimeException failure) {
            throw ValueProblem.written(failure);
        }
    }

    private static <T> T reading(Supplier<T> step) {
        try {
            return step.get();
        }
        catch (RuntimeException failure) {
            throw ValueProblem.read(failure);
        }
    }

}
