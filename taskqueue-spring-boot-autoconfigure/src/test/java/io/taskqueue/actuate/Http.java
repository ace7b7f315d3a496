package io.taskqueue.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server of this machine. */
final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String root;

    private final String role;

    private Http(String root, String role) {
        this.root = root;
        this.role = role;
    }

    static Http on(int port) {
        return new Http("http://127.0.0.1:" + port, "");
    }

    /** The same, as somebody with this role; see {@link Callers}. */
    Http as(String role) {
        return new Http(this.root, role);
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply post(String path, String action) {
        return post(path, Map.of("action", action));
    }

    Reply post(String path, Map<String, Object> body) {
        return send(request(path).header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.root + path))
            .timeout(Duration.ofSeconds(30));
        return this.role.isEmpty() ? request : request.header("X-Role", this.role);
    }

    private static Reply send(HttpRequest.Builder request) {
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        }
        catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * What came back.
     *
     * @param status as HTTP says it
     * @param text the body
     */
    record Reply(int status, String text) {

        JsonNode json() {
            return JSON.readTree(this.text);
        }

        /** What stands at this place, such as {@code /tasks/0/id}. */
        JsonNode at(String pointer) {
            return json().at(pointer);
        }

    }

}
