package io.taskqueue.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The headers and properties of a message on its way out, as Celery's task message
 * protocol, version 2, lists them: all of them, nulls included, because monitors read
 * them.
 */
final class WireHeaders {

    static final String TASK = "task";

    static final String ID = "id";

    static final String ETA = "eta";

    static final String EXPIRES = "expires";

    static final String COMPRESSION = "compression";

    /**
     * Headers that the message holds in a component of its own, which is the one that
     * counts.
     */
    private static final Set<String> COMPONENTS = Set.of(TASK, ID, ETA, EXPIRES, COMPRESSION);

    /**
     * RabbitMQ closes the channel on a longer one; the worker looks at the header anyway.
     */
    private static final long LONGEST_EXPIRATION = 4_294_967_295L;

    private static final int PERSISTENT = 2;

    private WireHeaders() {
    }

    static Map<String, @Nullable Object> headers(TaskMessage message, Instant now) {
        Map<String, @Nullable Object> headers = defaults(message, now);
        message.headers().asMap().forEach((name, value) -> {
            if (!COMPONENTS.contains(name) && (value != null || !headers.containsKey(name))) {
                headers.put(name, value);
            }
        });
        // A Python worker dies of a time limit with one element, and compares retries as
        // a number.
        headers.put(TaskHeaders.RETRIES, message.headers().retries());
        if (!(headers.get(TaskHeaders.TIME_LIMIT) instanceof List<?> limits && limits.size() == 2)) {
            headers.put(TaskHeaders.TIME_LIMIT, Arrays.asList(null, null));
        }
        if (message.payload().compression() != null) {
            headers.put(COMPRESSION, message.payload().compression());
        }
        return headers;
    }

    static Map<String, @Nullable Object> properties(TaskMessage message, Instant now) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("correlation_id", message.id());
        properties.put("delivery_mode", PERSISTENT);
        properties.put("priority", message.priorityOrDefault());
        if (message.expires() != null) {
            Duration left = Duration.between(now, message.expires());
            if (left.toSeconds() < LONGEST_EXPIRATION / 1000) {
                properties.put("expiration", left.isNegative() ? "0" : Long.toString(left.toMillis()));
            }
        }
        properties.put("content_type", message.payload().contentType());
        properties.put("content_encoding", message.payload().contentEncoding());
        return properties;
    }

    private static Map<String, @Nullable Object> defaults(TaskMessage message, Instant now) {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put(TaskHeaders.LANG, "java");
        headers.put(TASK, message.task());
        headers.put(ID, message.id());
        headers.put(TaskHeaders.SHADOW, null);
        headers.put(ETA, WireTime.write(message.due(), now));
        headers.put(EXPIRES, (message.expires() != null) ? WireTime.write(message.expires()) : null);
        headers.put(TaskHeaders.GROUP, null);
        headers.put(TaskHeaders.GROUP_INDEX, null);
        headers.put(TaskHeaders.RETRIES, 0);
        headers.put(TaskHeaders.TIME_LIMIT, null);
        headers.put(TaskHeaders.ROOT_ID, message.id());
        headers.put(TaskHeaders.PARENT_ID, null);
        headers.put(TaskHeaders.ARGS_REPR, "");
        headers.put(TaskHeaders.KWARGS_REPR, "");
        headers.put(TaskHeaders.ORIGIN, "");
        headers.put(TaskHeaders.IGNORE_RESULT, false);
        headers.put("replaced_task_nesting", 0);
        headers.put("stamped_headers", null);
        headers.put("stamps", Map.of());
        return headers;
    }

}
