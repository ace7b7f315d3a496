package io.taskqueue.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.taskqueue.sample.OrderService.OrderView;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.servers.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop as two processes that share a Redis and a database: one takes orders and runs
 * nothing, the other runs tasks and has no HTTP. The warehouse is the test's own, and
 * does not answer before the test lets it.
 */
class TwoProcessesTests {

    private static final RedisProcess redis = RedisServer.start("--appendonly", "yes");

    private static final TestDatabase database = PostgresServer.database();

    private static final Warehouse warehouse = new Warehouse();

    @TempDir
    private static Path folder;

    private static ShopProcess web;

    private static ShopProcess worker;

    private static Shop shop;

    @BeforeAll
    static void open() throws IOException {
        warehouse.open();
        web = start("web", "--server.port=0", "--taskqueue.worker.enabled=false",
                "--taskqueue.schema.initialize=always", "--spring.jpa.hibernate.ddl-auto=update");
        shop = new Shop(web.awaitPort());
        worker = startWorker("worker-1");
    }

    @AfterAll
    static void close() {
        Stream.of(worker, web).filter(Objects::nonNull).forEach(ShopProcess::close);
        warehouse.close();
        redis.close();
    }

    private static ShopProcess startWorker(String name) throws IOException {
        return start(name, "--spring.main.web-application-type=none");
    }

    private static ShopProcess start(String name, String... more) throws IOException {
        List<String> options = new ArrayList<>(
                List.of("--taskqueue.broker.url=" + redis.url(), "--taskqueue.worker.name=" + name,
                        "--taskqueue.lease=2s", "--taskqueue.sweep=500ms", "--spring.datasource.url=" + database.url(),
                        "--shop.output=" + folder.resolve("files"), "--shop.warehouse=" + warehouse.url()));
        options.addAll(List.of(more));
        return ShopProcess.start(folder.resolve(name + ".log"), options);
    }

    @Test
    void orderIsDoneByTheOtherProcess() {
        warehouse.letGo();
        OrderView done = awaitDone(order("ada@example.com"));
        assertThat(result(done, "invoice").path("worker").asString()).startsWith("worker-");
        assertThat(web.said()).contains("This process calls tasks and runs none");
    }

    @Test
    @Tag("G2")
    @Tag("G5")
    void orderOutlivesTheWorkerThatDiesWithIt() throws Exception {
        warehouse.hold();
        OrderView order = order("bob@example.com");
        warehouse.awaitAsked();
        worker.kill();
        warehouse.letGo();
        worker = startWorker("worker-2");
        JsonNode told = result(awaitDone(order), "warehouse");
        assertThat(told.path("worker").asString()).isEqualTo("worker-2");
        assertThat(told.path("attempt").asInt()).isOne();
        assertThat(told.path("deliveries").asInt()).isEqualTo(2);
    }

    private static OrderView order(String email) {
        return shop.order(email, "MUG-BLUE", 1, "").getBody();
    }

    private static OrderView awaitDone(OrderView order) {
        return shop.awaitOrder(order, (found) -> Stream.of("invoice", "label", "warehouse")
            .allMatch((name) -> "SUCCESS".equals(found.tasks().get(name).state())));
    }

    private static JsonNode result(OrderView order, String name) {
        return shop.result(order.tasks().get(name).id());
    }

    /** Answers when it is let go, so that a worker can be met in the middle of a task. */
    private static final class Warehouse {

        private final ExecutorService threads = Executors.newCachedThreadPool();

        private volatile CountDownLatch asked = new CountDownLatch(1);

        private volatile CountDownLatch go = new CountDownLatch(0);

        private HttpServer http;

        void open() throws IOException {
            this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            this.http.createContext("/warehouse/parcels", this::pack);
            this.http.setExecutor(this.threads);
            this.http.start();
        }

        String url() {
            return "http://localhost:" + this.http.getAddress().getPort();
        }

        void hold() {
            this.asked = new CountDownLatch(1);
            this.go = new CountDownLatch(1);
        }

        void awaitAsked() throws InterruptedException {
            assertThat(this.asked.await(60, TimeUnit.SECONDS)).isTrue();
        }

        void letGo() {
            this.go.countDown();
        }

        private void pack(HttpExchange exchange) throws IOException {
            this.asked.countDown();
            try (exchange) {
                this.go.await(60, TimeUnit.SECONDS);
                exchange.sendResponseHeaders(204, -1);
            }
            catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void close() {
            letGo();
            this.http.stop(0);
            this.threads.shutdownNow();
        }

    }

}
