package io.taskqueue.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an editor is told of one key.
 *
 * @param name the key
 * @param type its Java type
 * @param description one sentence or two
 * @param defaultValue its default as text, or {@code null} for none
 */
record Metadata(String name, String type, String description, @Nullable String defaultValue) {

    /** All keys of ours, by name. */
    static List<Metadata> read() {
        try (InputStream json = TaskQueueProperties.class
            .getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode all = JsonMapper.shared().readTree(Objects.requireNonNull(json, "compile the module first"));
            return Stream.of("properties")
                .flatMap((section) -> all.get(section).valueStream())
                .map(Metadata::of)
                .filter((key) -> key.name().matches("(.+\\.)?taskqueue\\..+"))
                .sorted(Comparator.comparing(Metadata::name))
                .toList();
        }
        catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Whether it stands for the keys below it. */
    boolean map() {
        return this.type.startsWith("java.util.Map<");
    }

    private static Metadata of(JsonNode key) {
        return new Metadata(key.get("name").asString(), key.path("type").asString(""),
                key.path("description").asString(""), text(key.get("defaultValue")));
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isArray() ? String.join(",", value.valueStream().map(JsonNode::asString).toList())
                : value.asString();
    }

}
