package io.taskqueue.message;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A message as every transport of Celery's carries it: what to run, how to deliver it,
 * and the encoded arguments. Values are those of JSON (text, numbers, booleans,
 * {@code null}, lists and maps), so a transport with types of its own turns them into
 * these first. The bytes are shared, not copied: treat them as read-only.
 *
 * @param headers what to run, by the names of Celery's task message protocol, version 2
 * @param properties how it is delivered, by AMQP's names, such as {@code content_type}
 * @param body the encoded arguments, free of the transport's own wrapping
 */
public record WireMessage(Map<String, @Nullable Object> headers, Map<String, @Nullable Object> properties,
        byte[] body) {

    public WireMessage {
        headers = copy(headers);
        properties = copy(properties);
        Objects.requireNonNull(body, "body");
    }

    private static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WireMessage that && this.headers.equals(that.headers)
                && this.properties.equals(that.properties) && Arrays.equals(this.body, that.body);
    }

    @Override
    public int hashCode() {
        return 31 * this.headers.hashCode() + Arrays.hashCode(this.body);
    }

    /** Says how large it is and never what it holds. */
    @Override
    public String toString() {
        return "WireMessage[" + this.headers.size() + " headers, " + this.body.length + " bytes]";
    }

}
