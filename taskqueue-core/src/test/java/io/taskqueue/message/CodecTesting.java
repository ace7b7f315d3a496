package io.taskqueue.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Messages to decode, good but for what a test does to them. */
final class CodecTesting {

    static final Instant NOW = Instant.parse("2030-01-02T03:04:05.000006Z");

    static final String EMPTY_BODY = "[[], {}, null]";

    private CodecTesting() {
    }

    /** A message whose headers were changed like this. */
    static WireMessage headers(Consumer<Map<String, @Nullable Object>> change) {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put("task", "tasks.add");
        headers.put("id", "an-id");
        change.accept(headers);
        return new WireMessage(headers, properties(Payload.JSON), bytes(EMPTY_BODY));
    }

    /** A message with one header set. */
    static WireMessage header(String name, @Nullable Object value) {
        return headers((headers) -> headers.put(name, value));
    }

    /** A message with one property set. */
    static WireMessage property(String name, @Nullable Object value) {
        Map<String, @Nullable Object> properties = properties(Payload.JSON);
        properties.put(name, value);
        return new WireMessage(header("id", "an-id").headers(), properties, bytes(EMPTY_BODY));
    }

    /** A message with that body. */
    static WireMessage body(byte[] body) {
        return new WireMessage(header("id", "an-id").headers(), properties(Payload.JSON), body);
    }

    static TaskMessage message(byte[] body, @Nullable String compression) {
        return message(new Payload(body, Payload.JSON, "utf-8", compression));
    }

    static TaskMessage message(String body) {
        return message(bytes(body), null);
    }

    static TaskMessage message(Payload payload) {
        return new TaskMessage("an-id", "tasks.add", "celery", payload, TaskHeaders.none(), null, null, null);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> properties(String contentType) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("content_type", contentType);
        properties.put("content_encoding", "utf-8");
        return properties;
    }

}
