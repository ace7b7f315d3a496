package io.taskqueue.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages captured from Celery 5.2 and 5.6 on Redis and RabbitMQ, as their transports
 * would hand them to a codec.
 */
public final class CeleryFixtures {

    static final List<String> VERSIONS = List.of("5.2.6", "5.6");

    private static final JsonMapper JSON = JsonMapper.shared();

    private CeleryFixtures() {
    }

    /**
     * One captured message.
     *
     * @param name the file it is from
     * @param wire the message
     * @param body its body as the capture decoded it; missing where it could not
     * @param envelope what lay in the list of Redis; {@code null} for RabbitMQ
     */
    public record Captured(String name, WireMessage wire, JsonNode body, byte @Nullable [] envelope) {

        @Override
        public String toString() {
            return this.name;
        }

    }

    /** Every task message that producers and workers sent. */
    public static Stream<Captured> all() {
        return VERSIONS.stream()
            .flatMap((version) -> Stream.of("producer-" + version, "sent-by-worker-" + version))
            .flatMap(CeleryFixtures::files)
            .flatMap((file) -> messages(file).stream());
    }

    /** The one message of a producer's case, such as {@code redis-task-basic}. */
    static Captured producer(String version, String name) {
        return producers(version, name).get(0);
    }

    /** All messages of a producer's case. */
    static List<Captured> producers(String version, String name) {
        return messages(folder("producer-" + version).resolve(name + ".json"));
    }

    private static Stream<Path> files(String folder) {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.sorted().toList().stream();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path folder(String name) {
        try {
            return Path.of(CeleryFixtures.class.getResource("/celery/" + name).toURI());
        }
        catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<Captured> messages(Path file) {
        String name = file.getParent().getFileName() + "/" + file.getFileName().toString().replace(".json", "");
        JsonNode fixture = JSON.readTree(file.toFile());
        List<Captured> messages = new ArrayList<>();
        fixture.path("messages").forEach((message) -> messages.add(redis(name, message)));
        fixture.path("client_methods")
            .valueStream()
            .filter(CeleryFixtures::sendsTask)
            .forEach((method) -> messages.add(amqp(name, method)));
        return messages;
    }

    private static boolean sendsTask(JsonNode method) {
        return "basic.publish".equals(method.path("method").asString())
                && !"celeryev".equals(method.at("/args/exchange").asString());
    }

    private static Captured redis(String name, JsonNode message) {
        JsonNode envelope = JSON.readTree(message.path("raw").asString());
        Map<String, @Nullable Object> properties = map(envelope.path("properties"));
        properties.put("content_type", envelope.path("content-type").asString());
        properties.put("content_encoding", envelope.path("content-encoding").asString());
        byte[] body = Base64.getDecoder().decode(envelope.path("body").asString());
        return new Captured(name, new WireMessage(map(envelope.path("headers")), properties, body),
                message.at("/decoded/body_decoded"), message.path("raw").asString().getBytes(StandardCharsets.UTF_8));
    }

    private static Captured amqp(String name, JsonNode method) {
        Map<String, @Nullable Object> properties = map(method.path("properties"));
        properties.remove("headers");
        byte[] body = method.has("body") ? method.path("body").asString().getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(method.path("body_base64").asString());
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        method.at("/properties/headers").forEachEntry((header, field) -> headers.put(header, untagged(field)));
        return new Captured(name, new WireMessage(headers, properties, body), method.path("body_decoded"), null);
    }

    /** A value without the letters of AMQP's field types. */
    private static @Nullable Object untagged(JsonNode node) {
        if (node.has("amqp")) {
            return untagged(node.path("value"));
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach((element) -> list.add(untagged(element)));
            return list;
        }
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.forEachEntry((name, value) -> map.put(name, untagged(value)));
            return map;
        }
        return JSON.treeToValue(node, Object.class);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> map(JsonNode node) {
        return new LinkedHashMap<>(JSON.treeToValue(node, LinkedHashMap.class));
    }

}
