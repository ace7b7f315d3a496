package io.taskqueue.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.taskqueue.message.MalformedMessageException.Reason;

/**
 * The body of Celery's task message protocol, version 2, as JSON: arguments, keyword
 * arguments, and what follows. Reads what Python writes beyond the standard (bare
 * {@code NaN} and {@code Infinity}, halves of surrogate pairs) and escapes all but ASCII
 * as Python does, so that those halves survive being passed on.
 */
final class BodyJson {

    private final MessageLimits limits;

    private final JsonMapper mapper;

    BodyJson(MessageLimits limits) {
        this.limits = limits;
        JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(limits.constraints())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(limits.nesting()).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
        // The end is checked once, after the whole body, and not after each part of it.
        this.mapper = JsonMapper.builder(factory).disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    }

    byte[] write(List<JsonNode> args, Map<String, JsonNode> kwargs) {
        return write(args, kwargs, Embed.NONE);
    }

    byte[] write(List<JsonNode> args, Map<String, JsonNode> kwargs, Embed embed) {
        return write(this.mapper.createArrayNode().addAll(args), this.mapper.createObjectNode().setAll(kwargs),
                embed.toNode());
    }

    byte[] write(JsonNode args, JsonNode kwargs, JsonNode embed) {
        byte[] body = written(this.mapper.createArrayNode().add(args).add(kwargs).add(embed));
        if (body.length > this.limits.messageBytes()) {
            throw new ValueException("$",
                    "the arguments take " + body.length + " bytes of JSON, " + this.limits.messageBytes() + " at most",
                    null);
        }
        return body;
    }

    private byte[] written(JsonNode node) {
        try {
            return this.mapper.writeValueAsBytes(node);
        }
        catch (JacksonException failure) {
            throw ValueProblem.written(failure);
        }
    }

    /**
     * The body of a message without a header {@code task}: one of protocol 1, or none at
     * all.
     */
    ObjectNode readObject(byte[] body) {
        return parse(body, (parser) -> {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                return object(this.mapper.readTree(parser));
            }
            throw new MalformedMessageException(Reason.NO_TASK, "it has no header task, nor a body of protocol 1");
        });
    }

    /** A node as text, number, boolean, list or map; {@code null} where there is none. */
    @Nullable Object plain(JsonNode node) {
        return node.isMissingNode() ? null : this.mapper.treeToValue(node, Object.class);
    }

    TaskBody read(byte[] body) {
        return parse(body, (parser) -> {
            requireBody(parser.nextToken() == JsonToken.START_ARRAY);
            List<JsonNode> args = args(value(parser));
            Map<String, JsonNode> kwargs = kwargs(value(parser));
            TaskBody read = new TaskBody(args, kwargs, embed(parser));
            requireBody(parser.nextToken() == JsonToken.END_ARRAY);
            return read;
        });
    }

    private <T> T parse(byte[] body, Reading<T> reading) {
        try (JsonParser parser = this.mapper.createParser(body)) {
            try {
                T read = reading.from(parser);
                requireBody(parser.nextToken() == null);
                return read;
            }
            catch (StreamConstraintsException beyond) {
                throw beyond(parser);
            }
        }
        catch (JacksonException failure) {
            throw new MalformedMessageException(Reason.NOT_JSON, "the body is no JSON" + where(failure));
        }
    }

    private static String where(JacksonException failure) {
        TokenStreamLocation location = failure.getLocation();
        return (location != null && location.getByteOffset() >= 0) ? " from byte " + location.getByteOffset() + " on"
                : "";
    }

    private MalformedMessageException beyond(JsonParser parser) {
        return (parser.streamReadContext().getNestingDepth() >= this.limits.nesting())
                ? new MalformedMessageException(Reason.TOO_DEEP,
                        "the body is nested deeper than " + this.limits.nesting())
                : new MalformedMessageException(Reason.TOO_LARGE,
                        "the body holds a string, number or name, or a count of them, beyond the limit");
    }

    private JsonNode value(JsonParser parser) {
        requireBody(parser.nextToken() != JsonToken.END_ARRAY);
        return this.mapper.readTree(parser);
    }

    private List<JsonNode> args(JsonNode node) {
        List<JsonNode> args = new ArrayList<>();
        requireBody(node.isArray() || node.isNull());
        node.forEach((arg) -> args.add(TypedJson.unwrap(arg)));
        return args;
    }

    private Map<String, JsonNode> kwargs(JsonNode node) {
        Map<String, JsonNode> kwargs = new LinkedHashMap<>();
        object(node).forEachEntry((name, arg) -> kwargs.put(name, TypedJson.unwrap(arg)));
        return kwargs;
    }

    private ObjectNode object(JsonNode node) {
        requireBody(node.isObject() || node.isNull());
        return node.isNull() ? this.mapper.createObjectNode() : (ObjectNode) node;
    }

    /**
     * Read part by part, so that a list that is too long is refused before it is held.
     */
    private ObjectNode embed(JsonParser parser) {
        ObjectNode embed = this.mapper.createObjectNode();
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return embed;
        }
        requireBody(parser.currentToken() == JsonToken.START_OBJECT);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            boolean list = parser.nextToken() == JsonToken.START_ARRAY;
            embed.set(name, list ? signatures(parser) : this.mapper.readTree(parser));
        }
        return embed;
    }

    private ArrayNode signatures(JsonParser parser) {
        ArrayNode signatures = this.mapper.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (signatures.size() == this.limits.chainLength()) {
                throw new MalformedMessageException(Reason.TOO_LARGE,
                        "a chain or a list of callbacks has more than " + this.limits.chainLength() + " members");
            }
            signatures.add(this.mapper.readTree(parser));
        }
        return signatures;
    }

    private static void requireBody(boolean condition) {
        if (!condition) {
            throw new MalformedMessageException(Reason.BAD_BODY,
                    "the body is not an array of exactly arguments, keyword arguments and embedded options");
        }
    }

    private interface Reading<T> {

        T from(JsonParser parser);

    }

}
