package io.taskqueue.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Result documents that Celery 5.2 and 5.6 published and stored in Redis. */
public final class ResultFixtures {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String CHANNEL = "celery-task-meta-";

    private ResultFixtures() {
    }

    /**
     * A captured document.
     *
     * @param name the file it is from
     * @param id the task it is about
     * @param raw the document as it was
     */
    public record Captured(String name, String id, String raw) {

        public JsonNode json() {
            return JSON.readTree(this.raw);
        }

        public byte[] bytes() {
            return this.raw.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return this.name + " " + json().path("status").asString();
        }

    }

    public static Stream<Captured> all() {
        return Stream.of("5.2.6-plain", "5.2.6-extended", "5.6-plain", "5.6-extended")
            .flatMap(ResultFixtures::files)
            .flatMap(ResultFixtures::documents);
    }

    private static Stream<Path> files(String kind) {
        try (Stream<Path> files = Files
            .list(Path.of(ResultFixtures.class.getResource("/celery/results-redis-" + kind).toURI()))) {
            return files.sorted().toList().stream();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Stream<Captured> documents(Path file) {
        JsonNode fixture = JSON.readTree(file.toFile());
        String name = file.getParent().getFileName() + "/" + file.getFileName();
        Stream<Captured> published = fixture.path("published_states")
            .valueStream()
            .filter((said) -> said.path("channel").asString().startsWith(CHANNEL))
            .map((said) -> captured(name, said.path("channel").asString(), said.path("raw").asString()));
        Stream<Captured> stored = fixture.path("keys_afterwards")
            .propertyStream()
            .filter((key) -> key.getKey().startsWith(CHANNEL))
            .map((key) -> captured(name, key.getKey(), key.getValue().path("value").asString()));
        return Stream.concat(published, stored);
    }

    private static Captured captured(String name, String key, String raw) {
        return new Captured(name, key.substring(CHANNEL.length()), raw);
    }

}
