package io.taskqueue.broker;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Small JSON objects that are said beside tasks. Whoever can reach the broker can say
 * anything, so what is read is bounded, and nothing in it chooses a type.
 */
public final class BoundedJson {

    private static final int NESTING = 200;

    private static final int LONGEST_NUMBER = 1000;

    private final int longest;

    private final JsonMapper mapper;

    /**
     * @param longest how many bytes one may have at most
     */
    public BoundedJson(int longest) {
        this.longest = longest;
        this.mapper = JsonMapper
            .builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING)
                    .maxStringLength(longest)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxTokenCount(longest / 4)
                    .build())
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .build())
            .build();
    }

    /** How many bytes one may have at most. */
    public int longest() {
        return this.longest;
    }

    /**
     * Writes it, however long it becomes.
     * @throws IllegalArgumentException if it is not made of JSON values
     */
    public byte[] write(Map<String, ? extends @Nullable Object> object) {
        try {
            return this.mapper.writeValueAsBytes(object);
        }
        catch (JacksonException failure) {
            throw new IllegalArgumentException("It is not made of JSON values", failure);
        }
    }

    /** The object that this is, or {@code null} where it is anything else. */
    @SuppressWarnings("unchecked")
    public @Nullable Map<String, @Nullable Object> read(byte[] bytes) {
        if (bytes.length > this.longest) {
            return null;
        }
        try {
            return (this.mapper.readValue(bytes, Object.class) instanceof Map<?, ?> object)
                    ? (Map<String, @Nullable Object>) object : null;
        }
        catch (JacksonException garbage) {
            return null;
        }
    }

}
