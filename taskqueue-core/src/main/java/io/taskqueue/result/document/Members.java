package io.taskqueue.result.document;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The members of a JSON object from outside, each as the text it was written in, so that
 * a value can be handed on byte for byte. Of members with one name the last counts, as in
 * Python.
 */
public final class Members {

    /**
     * The most bytes a document may have: any result a task may return, in any script.
     */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final int NESTING = 200;

    private static final int DIGITS = 1_000;

    /** It only looks where things begin and end, so that long numbers cost nothing. */
    private static final JsonFactory OUTLINE = factory(MOST_BYTES);

    private static final JsonMapper JSON = new JsonMapper(factory(DIGITS));

    private final Map<String, String> texts;

    private Members(Map<String, String> texts) {
        this.texts = texts;
    }

    /** Python writes numbers that JSON does not know. */
    private static JsonFactory factory(int digits) {
        return JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(NESTING)
                .maxStringLength(MOST_BYTES)
                .maxNumberLength(digits)
                .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    }

    /** The members, or {@code null} where this is no JSON object within the limits. */
    static @Nullable Members of(byte[] document) {
        if (document.length > MOST_BYTES) {
            return null;
        }
        char[] text = new String(document, StandardCharsets.UTF_8).toCharArray();
        try (JsonParser parser = OUTLINE.createParser(ObjectReadContext.empty(), text)) {
            return (parser.nextToken() == JsonToken.START_OBJECT) ? new Members(texts(parser, text)) : null;
        }
        catch (JacksonException noJson) {
            return null;
        }
    }

    private static Map<String, String> texts(JsonParser parser, char[] text) {
        Map<String, String> texts = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            int begin = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            parser.finishToken();
            int end = (int) parser.currentLocation().getCharOffset();
            texts.put(name, new String(text, begin, end - begin));
        }
        return texts;
    }

    /** A member as it was written. */
    @Nullable String raw(String name) {
        return this.texts.get(name);
    }

    /** A member as it was written, where it is an object or array that begins so. */
    @Nullable String raw(String name, String begin) {
        String raw = this.texts.get(name);
        return (raw != null && raw.startsWith(begin)) ? raw : null;
    }

    /** A member, missing where it cannot be read. */
    JsonNode tree(String name) {
        String raw = this.texts.get(name);
        try {
            return (raw != null) ? JSON.readTree(raw) : MissingNode.getInstance();
        }
        catch (JacksonException tooMuch) {
            return MissingNode.getInstance();
        }
    }

    /** A member that is a string. */
    @Nullable String text(String name) {
        return text(tree(name));
    }

    /** The string, or {@code null} where it is anything else. */
    public static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }

}
