package io.taskqueue.control;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.util.PatternMatchUtils;

import io.taskqueue.broker.BoundedJson;
import io.taskqueue.broker.ControlWire;

/**
 * Something that is asked of workers.
 *
 * @param method what
 * @param arguments of what, by name
 * @param destination the workers that are meant; {@code null} for all
 * @param glob the names of the workers that are meant besides, {@code *} standing for any
 * characters
 * @param ticket what the answer must carry
 * @param replyKey where the answer goes; {@code null} where none is wanted
 * @param expires when nobody waits for it any longer; {@code null} for never
 */
record ControlRequest(String method, Map<String, @Nullable Object> arguments, @Nullable List<String> destination,
        @Nullable String glob, @Nullable Object ticket, @Nullable String replyKey, @Nullable Instant expires) {

    private static final String REPLIES = "reply.celery.pidbox";

    /** In bytes; a thousand ids fit. */
    static final int LONGEST = 256 * 1024;

    private static final int LONGEST_NAME = 255;

    private static final int MOST_TEXTS = 1000;

    /** What this says, or {@code null} where that is no request. */
    @SuppressWarnings("unchecked")
    static @Nullable ControlRequest of(ControlWire.Message message, BoundedJson json) {
        Map<String, @Nullable Object> body = json.read(message.body());
        if (body == null || !(body.get("method") instanceof String method) || method.length() > LONGEST_NAME) {
            return null;
        }
        Map<String, @Nullable Object> arguments = (body.get("arguments") instanceof Map<?, ?> named)
                ? (Map<String, @Nullable Object>) named : Map.of();
        // a pattern of any other kind would be a regular expression of somebody unknown
        String glob = "glob".equals(body.get("matcher")) && body.get("pattern") instanceof String text ? text : null;
        List<String> destination = (body.get("destination") instanceof Collection<?> names) ? texts(names)
                : (body.get("pattern") != null) ? List.of() : null;
        return new ControlRequest(method, arguments, destination, glob, body.get("ticket"),
                replyKey(body.get("reply_to")), expires(message.headers().get("expires")));
    }

    /** Only the mailbox that Celery's clients make for one request. */
    private static @Nullable String replyKey(@Nullable Object replyTo) {
        return (replyTo instanceof Map<?, ?> address && REPLIES.equals(address.get("exchange"))
                && address.get("routing_key") instanceof String key && uuid(key)) ? key : null;
    }

    private static boolean uuid(String key) {
        try {
            return UUID.fromString(key).toString().equals(key);
        }
        catch (IllegalArgumentException other) {
            return false;
        }
    }

    private static @Nullable Instant expires(@Nullable Object seconds) {
        return (seconds instanceof Number number && number.doubleValue() > 0 && number.doubleValue() < 1e11)
                ? Instant.ofEpochMilli((long) (number.doubleValue() * 1000)) : null;
    }

    private static List<String> texts(Collection<?> values) {
        return values.stream()
            .limit(MOST_TEXTS)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter((text) -> text.length() <= LONGEST_NAME)
            .distinct()
            .toList();
    }

    /** Whether the worker of this name is meant, at this moment. */
    boolean concerns(String node, Instant now) {
        return (this.expires == null || now.isBefore(this.expires))
                && (this.destination == null || this.destination.contains(node)
                        || (this.glob != null && PatternMatchUtils.simpleMatch(this.glob, node)));
    }

    /** An argument, if it is a text of reasonable length. */
    @Nullable String text(String name) {
        return (this.arguments.get(name) instanceof String text && text.length() <= LONGEST_NAME) ? text : null;
    }

    /** An argument that is one text or several, each once. */
    List<String> texts(String name) {
        Object value = this.arguments.get(name);
        return (value instanceof Collection<?> several) ? texts(several)
                : (value != null) ? texts(List.of(value)) : List.of();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(this.arguments.get(name));
    }

}
