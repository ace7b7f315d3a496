package io.taskqueue.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import io.taskqueue.sample.BackOfficeController.Started;
import io.taskqueue.sample.OrderService.OrderView;

/** The shop as its page sees it: over HTTP and nothing else. */
final class Shop {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RestClient http;

    Shop(int port) {
        this.http = RestClient.builder()
            .baseUrl("http://localhost:" + port)
            .defaultStatusHandler((status) -> status.isError(), (request, response) -> {
            })
            .build();
    }

    ResponseEntity<OrderView> order(String email, String sku, int quantity, String note) {
        return post("/orders",
                Map.of("email", email, "note", note, "lines", List.of(Map.of("sku", sku, "quantity", quantity))),
                OrderView.class);
    }

    /** The order, once this is true of it. */
    OrderView awaitOrder(OrderView placed, Predicate<OrderView> end) {
        return Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> get("/orders/" + placed.token(), OrderView.class).getBody(), end);
    }

    Started start(String path) {
        return post(path, Map.of(), Started.class).getBody();
    }

    /** One task as the page shows it, once it has ended. */
    JsonNode awaitEnd(String task) {
        return Awaitility.await().atMost(PATIENCE).until(() -> row(task), (row) -> row.path("ended").asBoolean(false));
    }

    /** One task as operators see it. */
    JsonNode result(String task) {
        return get("/actuator/taskqueue/results/" + task, JsonNode.class).getBody();
    }

    private JsonNode row(String task) {
        for (JsonNode row : get("/tasks", JsonNode.class).getBody()) {
            if (task.equals(row.path("id").asString())) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    <T> ResponseEntity<T> get(String path, Class<T> type) {
        return this.http.get().uri(path).retrieve().toEntity(type);
    }

    <T> ResponseEntity<T> post(String path, Object body, Class<T> type) {
        return this.http.post()
            .uri(path)
            .contentType((body instanceof byte[]) ? MediaType.IMAGE_PNG : MediaType.APPLICATION_JSON)
            .body(body)
            .retrieve()
            .toEntity(type);
    }

}
