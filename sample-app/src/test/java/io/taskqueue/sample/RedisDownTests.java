package io.taskqueue.sample;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.taskqueue.sample.OrderService.OrderView;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop stays open while its Redis is away, and goes on when it is back. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = { "shop.demo=false", "taskqueue.broker.publish-timeout=2s", "taskqueue.sweep=500ms" })
@DirtiesContext
class RedisDownTests {

    private static final RedisProcess redis = RedisServer.start("--appendonly", "yes");

    @TempDir
    private static Path output;

    @LocalServerPort
    private int port;

    private Shop shop;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("shop.output", output::toString);
        registry.add("taskqueue.broker.url", redis::url);
    }

    @AfterAll
    static void close() {
        redis.close();
    }

    @BeforeEach
    void openShop() {
        this.shop = new Shop(this.port);
        redis.restart();
    }

    @Test
    @Tag("G1")
    @Tag("S36")
    void answersThatItIsNotAvailableAndNoMore() {
        redis.kill();
        ResponseEntity<String> answer = this.shop.post("/imports", "{}", String.class);
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
        assertThat(answer.getBody()).contains("Please try again")
            .doesNotContainIgnoringCase("redis")
            .doesNotContain("127.0.0.1", String.valueOf(redis.port()), "Exception");
    }

    @Test
    @Tag("G1")
    void saysWhenNobodyKnowsWhetherItWasTaken() {
        awaitAccepted();
        redis.pause();
        try {
            ResponseEntity<String> answer = this.shop.post("/imports", "{}", String.class);
            assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
            assertThat(answer.getBody()).contains("not certain");
        }
        finally {
            redis.resume();
        }
    }

    @Test
    @Tag("G6")
    void worksAgainWhenRedisIsBack() {
        redis.kill();
        assertThat(this.shop.post("/imports", "{}", String.class).getStatusCode())
            .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        redis.restart();
        awaitAccepted();
        OrderView order = this.shop.order("bea@example.com", "MUG-BLUE", 1, "").getBody();
        assertThat(this.shop.awaitOrder(order, (found) -> all(found, "SUCCESS")).tasks()).hasSize(5);
    }

    @Test
    void orderIsSafeAndItsTasksAreKnownToBeUnsent() {
        redis.kill();
        ResponseEntity<OrderView> answer = this.shop.order("cyd@example.com", "MUG-BLUE", 1, "");
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(this.shop.awaitOrder(answer.getBody(), (found) -> all(found, "UNSENT")).number())
            .isEqualTo(answer.getBody().number());
    }

    @Test
    void tasksAreUnhealthyAndTheShopIsReady() {
        redis.kill();
        assertThat(status("/actuator/health/taskqueue")).isEqualTo("DOWN");
        assertThat(status("/actuator/health/readiness")).isEqualTo("UP");
    }

    private void awaitAccepted() {
        Awaitility.await()
            .until(() -> this.shop.post("/reports?from=2025-01-01&to=2025-01-02", "{}", String.class).getStatusCode(),
                    HttpStatus.ACCEPTED::equals);
    }

    private String status(String path) {
        return this.shop.get(path, JsonNode.class).getBody().path("status").asString();
    }

    private static boolean all(OrderView order, String state) {
        return Stream.of("invoice", "label", "warehouse")
            .allMatch((name) -> state.equals(order.tasks().get(name).state()));
    }

}
