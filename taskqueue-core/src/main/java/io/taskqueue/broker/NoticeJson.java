package io.taskqueue.broker;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Broadcast.Notice;

/** Notices as JSON objects of {@code topic} and {@code fields}. */
public final class NoticeJson {

    private static final int LONGEST = 1024 * 1024;

    private final BoundedJson json = new BoundedJson(LONGEST);

    /**
     * Writes it.
     * @throws IllegalArgumentException if it is too large or not made of JSON values
     */
    public byte[] write(Notice notice) {
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("topic", notice.topic());
        said.put("fields", notice.fields());
        byte[] bytes;
        try {
            bytes = this.json.write(said);
        }
        catch (IllegalArgumentException failure) {
            throw new IllegalArgumentException("The notice " + notice.topic() + " is not made of JSON values", failure);
        }
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "The notice " + notice.topic() + " is larger than " + LONGEST + " bytes");
        }
        return bytes;
    }

    /** Reads it; {@code null} is what stands for anything that is no notice. */
    @SuppressWarnings("unchecked")
    public @Nullable Notice read(byte[] bytes) {
        Map<String, @Nullable Object> said = this.json.read(bytes);
        return (said != null && said.get("topic") instanceof String topic
                && said.get("fields") instanceof Map<?, ?> fields)
                        ? new Notice(topic, (Map<String, @Nullable Object>) fields) : null;
    }

}
