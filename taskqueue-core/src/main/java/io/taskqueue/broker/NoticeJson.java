package io.taskqueue.broker;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.broker.Broadcast.Notice;

/**
 * Notices as JSON objects of {@code topic} and {@code fields}. Whoever can reach the
 * broker can say anything, so what is read is bounded.
 */
public final class NoticeJson {

    private static final int LONGEST = 1024 * 1024;

    private static final int NESTING = 200;

    private static final int LONGEST_NUMBER = 1000;

    private final JsonMapper mapper = JsonMapper
        .builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(NESTING)
                .maxStringLength(LONGEST)
                .maxNumberLength(LONGEST_NUMBER)
                .maxTokenCount(LONGEST / 4)
                .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build())
        .build();

    /**
     * Writes it.
     * @throws IllegalArgumentException if it is too large or not made of JSON values
     */
    public byte[] write(Notice notice) {
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("topic", notice.topic());
        said.put("fields", notice.fields());
        byte[] bytes;
        try {
            bytes = this.mapper.writeValueAsBytes(said);
        }
        catch (JacksonException failure) {
            throw new IllegalArgumentException("The notice " + notice.topic() + " is not made of JSON values", failure);
        }
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "The notice " + notice.topic() + " is larger than " + LONGEST + " bytes");
        }
        return bytes;
    }

    /** Reads it; {@code null} is what stands for anything that is no notice. */
    @SuppressWarnings("unchecked")
    public @Nullable Notice read(byte[] bytes) {
        if (bytes.length > LONGEST) {
            return null;
        }
        try {
            Object said = this.mapper.readValue(bytes, Object.class);
            return (said instanceof Map<?, ?> map && map.get("topic") instanceof String topic
                    && map.get("fields") instanceof Map<?, ?> fields)
                            ? new Notice(topic, (Map<String, @Nullable Object>) fields) : null;
        }
        catch (JacksonException garbage) {
            return null;
        }
    }

}
