package io.taskqueue.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.MalformedMessageException.Reason;
import io.taskqueue.message.MessageLimits;

/**
 * Headers as the JSON object in their column. Whoever can write to the table can write
 * anything, so what is read is bounded.
 */
final class HeaderJson {

    /** For the names, the brackets, and what JSON escapes. */
    private static final int LONGEST_ESCAPE = 6;

    private static final int SLACK = 64 * 1024;

    private final JsonMapper mapper;

    private final int longest;

    HeaderJson(MessageLimits limits) {
        this.longest = LONGEST_ESCAPE * limits.headerBytes() + SLACK;
        this.mapper = JsonMapper
            .builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(limits.nesting() + 1)
                    .maxStringLength(Math.min(limits.stringLength(), limits.headerBytes()))
                    .maxNumberLength(limits.numberLength())
                    .maxNameLength(limits.nameLength())
                    .maxTokenCount(limits.headerBytes() + SLACK)
                    .build())
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .build())
            .build();
    }

    /** All but those that are {@code null}, which read as absent. */
    String write(Map<String, @Nullable Object> headers) {
        Map<String, @Nullable Object> said = new LinkedHashMap<>(headers);
        said.values().removeIf((value) -> value == null);
        return this.mapper.writeValueAsString(said);
    }

    /**
     * Reads what {@link #write} wrote.
     * @throws MalformedMessageException if it is no such object, or beyond a limit
     */
    @SuppressWarnings("unchecked")
    Map<String, @Nullable Object> read(String json) {
        if (json.length() > this.longest) {
            throw new MalformedMessageException(Reason.TOO_LARGE,
                    "its headers are longer than " + this.longest + " characters");
        }
        try {
            if (this.mapper.readValue(json, Object.class) instanceof Map<?, ?> headers) {
                return (Map<String, @Nullable Object>) headers;
            }
        }
        catch (JacksonException garbage) {
            throw new MalformedMessageException(Reason.NO_ENVELOPE, "its headers are no JSON, or beyond a limit");
        }
        throw new MalformedMessageException(Reason.NO_ENVELOPE, "its headers are no JSON object");
    }

}
