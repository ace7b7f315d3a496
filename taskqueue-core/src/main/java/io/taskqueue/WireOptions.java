package io.taskqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.taskqueue.canvas.CallOptions;
import io.taskqueue.message.Due;
import io.taskqueue.message.WireSignature;

/**
 * A call's options in Celery's words, for calls that travel inside a message and are sent
 * by whoever ends the one before, here or in Python.
 *
 * @param declared what its task declares
 * @param call how the call differs from that
 * @param now when it is asked for
 * @param replyTo where the caller waits for the result, if results are sent
 */
record WireOptions(TaskOptions declared, CallOptions call, Instant now, @Nullable String replyTo) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    WireSignature on(WireSignature signature, String id, String queue) {
        ObjectNode options = NODES.objectNode();
        options.put(WireSignature.TASK_ID, id);
        options.put(WireSignature.QUEUE, queue);
        Integer priority = (this.call.priority() != null) ? this.call.priority() : this.declared.priority();
        put(options, WireSignature.PRIORITY, (priority != null) ? NODES.numberNode(priority) : null);
        due(options, WireSignature.COUNTDOWN, WireSignature.ETA, this.call.due());
        due(options, WireSignature.EXPIRES, WireSignature.EXPIRES, expires());
        put(options, WireSignature.TIME_LIMIT, seconds(this.call.timeLimit()));
        put(options, WireSignature.SOFT_TIME_LIMIT, seconds(this.call.softTimeLimit()));
        put(options, WireSignature.IGNORE_RESULT, ignored(this.declared, this.call) ? NODES.booleanNode(true) : null);
        put(options, WireSignature.REPLY_TO, (this.replyTo != null) ? NODES.stringNode(this.replyTo) : null);
        if (!this.call.headers().isEmpty()) {
            options.set(WireSignature.HEADERS, node(this.call.headers()));
        }
        return new WireSignature(signature.task(), signature.args(), signature.kwargs(), options, null,
                signature.immutable());
    }

    static boolean ignored(TaskOptions declared, CallOptions call) {
        return (call.ignoreResult() != null) ? call.ignoreResult() : declared.ignoreResult();
    }

    private @Nullable Due expires() {
        return (this.call.expires() != null) ? this.call.expires()
                : (this.declared.expires() != null) ? Due.after(this.declared.expires()) : null;
    }

    private static void due(ObjectNode options, String after, String at, @Nullable Due due) {
        if (due instanceof Due.After delay) {
            put(options, after, seconds(delay.delay()));
        }
        else if (due instanceof Due.At moment) {
            options.put(at, WireSignature.moment(moment.moment()));
        }
    }

    private static @Nullable JsonNode seconds(@Nullable Duration length) {
        return (length != null) ? NODES.numberNode(length.toMillis() / 1000.0) : null;
    }

    private static void put(ObjectNode options, String name, @Nullable JsonNode value) {
        if (value != null) {
            options.set(name, value);
        }
    }

    private static JsonNode node(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((name, member) -> object.set(String.valueOf(name), node(member)));
            return object;
        }
        if (value instanceof Iterable<?> elements) {
            var array = NODES.arrayNode();
            elements.forEach((element) -> array.add(node(element)));
            return array;
        }
        return scalar(value);
    }

    private static JsonNode scalar(@Nullable Object value) {
        return (value == null) ? NODES.nullNode()
                : (value instanceof Boolean truth) ? NODES.booleanNode(truth)
                        : (value instanceof Integer || value instanceof Long)
                                ? NODES.numberNode(((Number) value).longValue()) : (value instanceof Number number)
                                        ? NODES.numberNode(number.doubleValue()) : NODES.stringNode(value.toString());
    }

}
