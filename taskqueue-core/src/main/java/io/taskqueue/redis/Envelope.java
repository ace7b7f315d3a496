package io.taskqueue.redis;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.broker.ControlWire;
import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.MalformedMessageException.Reason;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.WireMessage;

/**
 * The JSON object that kombu makes of a message on Redis, where a list element has
 * neither headers nor properties. Trusts nothing that it reads. Safe for use by many
 * threads.
 */
final class Envelope {

    /**
     * Our own property, when a message is due. Written first of all, so that a script
     * finds it without decoding the rest.
     */
    static final String READY_AT = "taskqueue-ready-at";

    static final String CONTENT_TYPE = "content-type";

    static final String CONTENT_ENCODING = "content-encoding";

    static final String BODY_ENCODING = "body_encoding";

    static final String BASE64 = "base64";

    /** Properties that the envelope holds elsewhere, or has its own word on. */
    private static final Set<String> NOT_COPIED = Set.of("content_type", "content_encoding", READY_AT, "delivery_info",
            "priority", BODY_ENCODING, "delivery_tag", "reply_to");

    /** Nobody answers there, but Python always names a place. */
    private static final String REPLY_TO = uuid();

    /** So many bytes of JSON one byte may take: a control character as an escape. */
    private static final int LONGEST_ESCAPE = 6;

    /** For the properties, and the names of everything. */
    private static final int SLACK = 64 * 1024;

    private final JsonMapper mapper;

    private final JsonFactory bodies;

    private final long longest;

    private final int longestBody;

    Envelope(MessageLimits limits) {
        this.longestBody = limits.messageBytes();
        this.longest = base64Length(limits.messageBytes()) + (long) LONGEST_ESCAPE * limits.headerBytes() + SLACK;
        JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(constraints(limits))
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();
        this.bodies = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(limits.messageBytes()).build())
            .build();
        this.mapper = JsonMapper.builder(factory).disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    }

    /**
     * For all but the body, which is the only thing that may be long. The envelope itself
     * is one more level.
     */
    private static StreamReadConstraints constraints(MessageLimits limits) {
        return StreamReadConstraints.builder()
            .maxNestingDepth(limits.nesting() + 1)
            .maxStringLength(Math.min(limits.stringLength(), limits.headerBytes()))
            .maxNumberLength(limits.numberLength())
            .maxNameLength(limits.nameLength())
            .maxTokenCount(limits.headerBytes() + SLACK)
            .build();
    }

    private static long base64Length(int bytes) {
        return (bytes + 2L) / 3 * 4;
    }

    /**
     * The message as it is pushed to the list of this queue.
     * @param wirePriority the priority as kombu counts it on Redis
     * @param readyAtMillis when it is due, for one that waits elsewhere until then
     */
    byte[] write(WireMessage wire, String queue, int wirePriority, @Nullable Long readyAtMillis) {
        int size = (int) base64Length(wire.body().length) + 2048;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (JsonGenerator json = this.mapper.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeName("properties").writeStartObject();
            if (readyAtMillis != null) {
                json.writeNumberProperty(READY_AT, readyAtMillis);
            }
            writeProperties(json, wire.properties());
            writeDelivery(json, "", queue, wirePriority);
            json.writeEndObject();
            json.writePOJOProperty("headers", wire.headers());
            json.writePOJOProperty(CONTENT_TYPE, wire.properties().get("content_type"));
            json.writePOJOProperty(CONTENT_ENCODING, wire.properties().get("content_encoding"));
            json.writeName("body").writeBinary(wire.body());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** What is said beside the tasks, for as long as it travels. */
    byte[] write(String exchange, String routingKey, ControlWire.Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = this.mapper.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeName("properties").writeStartObject();
            json.writeNumberProperty("delivery_mode", 1);
            writeDelivery(json, exchange, routingKey, 0);
            json.writeEndObject();
            json.writePOJOProperty("headers", message.headers());
            json.writeStringProperty(CONTENT_TYPE, "application/json");
            json.writeStringProperty(CONTENT_ENCODING, "utf-8");
            json.writeName("body").writeBinary(message.body());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeProperties(JsonGenerator json, Map<String, @Nullable Object> properties) {
        properties.forEach((name, value) -> {
            if (!NOT_COPIED.contains(name)) {
                json.writePOJOProperty(name, value);
            }
        });
    }

    private static void writeDelivery(JsonGenerator json, String exchange, String routingKey, int priority) {
        json.writeStringProperty("reply_to", REPLY_TO);
        json.writeName("delivery_info").writeStartObject();
        json.writeStringProperty("exchange", exchange).writeStringProperty("routing_key", routingKey);
        json.writeEndObject();
        json.writeNumberProperty("priority", priority);
        json.writeStringProperty(BODY_ENCODING, BASE64);
        json.writeStringProperty("delivery_tag", uuid());
    }

    /**
     * Reads what came from a list.
     * @throws MalformedMessageException if it is no such object, or beyond a limit
     */
    WireMessage read(byte[] envelope) {
        if (envelope.length > this.longest) {
            throw new MalformedMessageException(Reason.TOO_LARGE,
                    "its envelope is larger than " + this.longest + " bytes");
        }
        return new OpenedEnvelope(this.mapper, this.bodies, envelope, this.longestBody).message();
    }

    /** Unique, and no secret. */
    private static String uuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE)
            .toString();
    }

}
