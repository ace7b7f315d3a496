package io.taskqueue.redis;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.MalformedMessageException.Reason;
import io.taskqueue.message.WireMessage;

/**
 * One envelope while it is read. Python writes the body first and how it is encoded last,
 * so the body is stepped over, and decoded at the end from where it lies.
 */
final class OpenedEnvelope {

    private static final int NOWHERE = -1;

    private final JsonMapper mapper;

    private final JsonFactory bodies;

    private final byte[] envelope;

    private final int longestBody;

    private Map<String, @Nullable Object> headers = Map.of();

    private Map<String, @Nullable Object> properties = new LinkedHashMap<>();

    private @Nullable String contentType;

    private @Nullable String contentEncoding;

    private int body = NOWHERE;

    /**
     * One that is to be read.
     * @param mapper reads all but the body
     * @param bodies reads the body, which may be longer than any other text
     */
    OpenedEnvelope(JsonMapper mapper, JsonFactory bodies, byte[] envelope, int longestBody) {
        this.mapper = mapper;
        this.bodies = bodies;
        this.envelope = envelope;
        this.longestBody = longestBody;
    }

    WireMessage message() {
        try (JsonParser parser = this.mapper.createParser(this.envelope)) {
            try {
                members(parser);
            }
            catch (StreamConstraintsException beyond) {
                throw beyond(parser);
            }
        }
        catch (JacksonException failure) {
            throw new MalformedMessageException(Reason.NO_ENVELOPE, "it is no JSON object in UTF-8");
        }
        byte[] bytes = body();
        put("content_type", this.contentType);
        put("content_encoding", this.contentEncoding);
        return new WireMessage(this.headers, this.properties, bytes);
    }

    private void put(String property, @Nullable String value) {
        this.properties.remove(property);
        if (value != null) {
            this.properties.put(property, value);
        }
    }

    private void members(JsonParser parser) {
        require(parser.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            member(name, parser);
        }
        require(parser.nextToken() == null, "something follows its envelope");
    }

    private void member(String name, JsonParser parser) {
        switch (name) {
            case "headers" -> this.headers = object(parser, Reason.BAD_HEADERS, "its headers are no object");
            case "properties" -> this.properties = object(parser, Reason.NO_ENVELOPE, "its properties are no object");
            case Envelope.CONTENT_TYPE -> this.contentType = text(parser, "its content type is no text");
            case Envelope.CONTENT_ENCODING -> this.contentEncoding = text(parser, "its content encoding is no text");
            case "body" -> this.body = place(parser);
            default -> parser.skipChildren();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(JsonParser parser, Reason reason, String flaw) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return new LinkedHashMap<>();
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedMessageException(reason, flaw);
        }
        return parser.readValueAs(LinkedHashMap.class);
    }

    private static @Nullable String text(JsonParser parser, String flaw) {
        boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
        require(absent || parser.currentToken() == JsonToken.VALUE_STRING, flaw);
        return absent ? null : parser.getString();
    }

    /** Where this text begins; only a parser of UTF-8 can tell. */
    private static int place(JsonParser parser) {
        require(parser.currentToken() == JsonToken.VALUE_STRING, "its body is no text");
        int place = (int) parser.currentTokenLocation().getByteOffset();
        require(place >= 0, "it is not in UTF-8");
        return place;
    }

    private byte[] body() {
        require(this.body != NOWHERE, "it has no body");
        Object encoding = this.properties.get(Envelope.BODY_ENCODING);
        boolean plain = encoding == null || "utf-8".equals(encoding);
        if (!plain && !Envelope.BASE64.equals(encoding)) {
            throw new MalformedMessageException(Reason.BAD_ENCODING, "its body is in an encoding other than base64");
        }
        byte[] bytes = plain ? plainBody() : base64Body();
        if (bytes.length > this.longestBody) {
            throw tooLarge();
        }
        return bytes;
    }

    private JsonParser parserOfBody() {
        JsonParser parser = this.bodies.createParser(ObjectReadContext.empty(), this.envelope, this.body,
                this.envelope.length - this.body);
        parser.nextToken();
        return parser;
    }

    private byte[] base64Body() {
        try (JsonParser parser = parserOfBody()) {
            return parser.getBinaryValue();
        }
        catch (JacksonException failure) {
            throw new MalformedMessageException(Reason.BAD_ENCODING, "its body is no base64");
        }
    }

    /** Text that is the body itself; whatever it was once in, its bytes are UTF-8 now. */
    private byte[] plainBody() {
        try (JsonParser parser = parserOfBody()) {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(parser.getString()));
            this.contentEncoding = "utf-8";
            return Arrays.copyOf(bytes.array(), bytes.limit());
        }
        catch (StreamConstraintsException beyond) {
            throw tooLarge();
        }
        catch (JacksonException | CharacterCodingException failure) {
            throw new MalformedMessageException(Reason.BAD_ENCODING, "its body is no Unicode text");
        }
    }

    private MalformedMessageException tooLarge() {
        return new MalformedMessageException(Reason.TOO_LARGE,
                "its body is larger than " + this.longestBody + " bytes");
    }

    private static MalformedMessageException beyond(JsonParser parser) {
        StreamReadConstraints limits = parser.streamReadConstraints();
        return (parser.streamReadContext().getNestingDepth() >= limits.getMaxNestingDepth())
                ? new MalformedMessageException(Reason.TOO_DEEP,
                        "its envelope is nested deeper than " + limits.getMaxNestingDepth())
                : new MalformedMessageException(Reason.TOO_LARGE,
                        "its envelope holds a string, number or name, or a count of them, beyond the limit");
    }

    private static void require(boolean condition, String flaw) {
        if (!condition) {
            throw new MalformedMessageException(Reason.NO_ENVELOPE, flaw);
        }
    }

}
