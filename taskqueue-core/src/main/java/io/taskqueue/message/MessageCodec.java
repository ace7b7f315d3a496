package io.taskqueue.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.taskqueue.message.MalformedMessageException.Reason;

/**
 * The translator between a task message and what Celery's transports carry: its task
 * message protocol, version 2, and on the way in also version 1. Trusts nothing that
 * comes in: what it cannot read, or will not, it refuses with a
 * {@link MalformedMessageException}. Safe for use by many threads.
 */
public final class MessageCodec {

    private static final MessageCodec STANDARD = new MessageCodec(MessageLimits.defaults(), Set.of(Payload.JSON));

    private final MessageLimits limits;

    private final Set<String> acceptContent;

    private final HeaderRules rules;

    private final Decompression decompression;

    private final BodyJson json;

    /**
     * A codec with these bounds.
     * @param limits how much is read at most
     * @param acceptContent the content types whose bodies are read, as JSON, whatever
     * else they promise; compared as whole strings
     */
    public MessageCodec(MessageLimits limits, Set<String> acceptContent) {
        this.limits = limits;
        this.acceptContent = Set.copyOf(acceptContent);
        this.rules = new HeaderRules(limits);
        this.decompression = new Decompression(limits);
        this.json = new BodyJson(limits);
    }

    /** The codec with the default limits, for JSON. */
    public static MessageCodec standard() {
        return STANDARD;
    }

    /** The bounds it keeps. */
    public MessageLimits limits() {
        return this.limits;
    }

    /** The message as Celery would send it at this moment. */
    public WireMessage encode(TaskMessage message, Instant now) {
        return new WireMessage(WireHeaders.headers(message, now), WireHeaders.properties(message, now),
                message.payload().bytes());
    }

    /**
     * The message that came from a queue. Headers and body stay as they came, and the
     * body is not looked into, except for protocol 1, which has everything there and is
     * rewritten as protocol 2.
     * @throws MalformedMessageException if it is no task message, or beyond a limit, or
     * of a content type that is not accepted
     */
    public TaskMessage decode(WireMessage wire, String queue) {
        Payload payload = payload(wire);
        requireReadable(payload);
        this.rules.requireSmall(wire.headers());
        if (wire.headers().containsKey(WireHeaders.TASK)) {
            return message(wire, queue, payload);
        }
        WireMessage rewritten = ProtocolOne.rewritten(wire, plain(payload), this.json);
        this.rules.requireSmall(rewritten.headers());
        return message(rewritten, queue, payload(rewritten));
    }

    /** Arguments as the body of a call that nothing follows. */
    public byte[] writeBody(List<JsonNode> args, Map<String, JsonNode> kwargs) {
        return this.json.write(args, kwargs);
    }

    /**
     * Arguments, and what is to follow, as the body of a call.
     * @throws ValueException if they are more than one message may hold
     */
    public byte[] writeBody(List<JsonNode> args, Map<String, JsonNode> kwargs, Embed embed) {
        return this.json.write(args, kwargs, embed);
    }

    /**
     * The body of a message, decompressed and decoded.
     * @throws MalformedMessageException if it cannot be, or is beyond a limit
     */
    public TaskBody readBody(TaskMessage message) {
        return this.json.read(plain(message.payload()));
    }

    private byte[] plain(Payload payload) {
        requireReadable(payload);
        String compression = payload.compression();
        return (compression != null) ? this.decompression.decompress(payload.bytes(), compression) : payload.bytes();
    }

    private TaskMessage message(WireMessage wire, String queue, Payload payload) {
        Map<String, @Nullable Object> headers = wire.headers();
        String task = this.rules.task(headers);
        String id = this.rules.id(headers);
        Instant eta = WireTime.read(WireHeaders.ETA, headers.get(WireHeaders.ETA));
        Instant expires = WireTime.read(WireHeaders.EXPIRES, headers.get(WireHeaders.EXPIRES));
        return new TaskMessage(id, task, queue, payload, TaskHeaders.sharing(headers), priority(wire),
                (eta != null) ? Due.at(eta) : null, expires);
    }

    private void requireReadable(Payload payload) {
        if (payload.bytes().length > this.limits.messageBytes()) {
            throw new MalformedMessageException(Reason.TOO_LARGE,
                    "its body is larger than " + this.limits.messageBytes() + " bytes");
        }
        if (!this.acceptContent.contains(payload.contentType())) {
            throw new MalformedMessageException(Reason.UNACCEPTED_CONTENT,
                    "the content type " + MalformedMessageException.shown(payload.contentType()) + " is not accepted");
        }
    }

    private static Payload payload(WireMessage wire) {
        Object compression = wire.headers().get(WireHeaders.COMPRESSION);
        if (compression != null && !(compression instanceof String)) {
            throw new MalformedMessageException(Reason.BAD_HEADERS, "the header compression is no text");
        }
        return new Payload(wire.body(), text(wire, "content_type", ""), text(wire, "content_encoding", "utf-8"),
                "".equals(compression) ? null : (String) compression);
    }

    private static String text(WireMessage wire, String property, String otherwise) {
        return (wire.properties().get(property) instanceof String text) ? text : otherwise;
    }

    private static @Nullable Integer priority(WireMessage wire) {
        return (wire.properties().get("priority") instanceof Number number)
                ? (int) Math.min(9, Math.max(0, number.longValue())) : null;
    }

}
