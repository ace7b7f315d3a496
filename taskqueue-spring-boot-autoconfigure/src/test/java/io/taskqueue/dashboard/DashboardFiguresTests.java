package io.taskqueue.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import com.sun.management.OperatingSystemMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.TaskTemplate;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the dashboard costs those who look and those who work: with a million tasks in
 * PostgreSQL, and two million run alone and beside five viewers, under
 * {@code -Pendurance}.
 */
class DashboardFiguresTests {

    private static final int ROWS = Scale.current().tasks() * 100;

    private static final int LOOKS = 11;

    private static final List<String> LISTS = List.of("", "state=FAILURE,LOST", "task=shop.rare", "queue=payments",
            "state=SUCCESS&task=shop.send_invoice&queue=mail", "from=2026-11-21T10:00:00Z&to=2026-11-21T11:00:00Z",
            "text=task-7", "group=group-3");

    @Test
    @Tag("S30")
    void millionTasksAreLookedThroughAtOnce() {
        TestDatabase database = PostgresServer.database();
        try (Site site = Site.open("spring.datasource.url=" + database.url(), "spring.flyway.enabled=false",
                "taskqueue.schema.initialize=always", "taskqueue.dashboard.show-values=viewers")) {
            fill(database);
            Wire wire = Wire.to(site);
            for (String list : LISTS) {
                wire.get("/taskqueue/api/tasks?" + list);
                List<Long> looks = IntStream.range(0, LOOKS).mapToObj((look) -> {
                    long start = System.nanoTime();
                    assertThat(wire.get("/taskqueue/api/tasks?" + list).at("/tasks").isEmpty()).isFalse();
                    return System.nanoTime() - start;
                }).sorted().toList();
                System.out.printf("figure: %,d rows, list of [%s]: %.1f ms median, %.1f ms at most%n", ROWS, list,
                        looks.get(LOOKS / 2) / 1e6, looks.get(LOOKS - 1) / 1e6);
            }
        }
        try (Site site = Site.open("spring.datasource.url=" + database.url(), "spring.flyway.enabled=false");
                Browser browser = Browser.start()) {
            for (String which : List.of("first", "next")) {
                browser.open("about:blank");
                browser.open("http://localhost:" + site.port() + "/taskqueue");
                long usable = browser.millisUntil("document.querySelectorAll('taskqueue-chart svg').length === 4"
                        + " && document.body.innerText.includes('Latest failures')");
                long counted = browser.millisUntil("document.querySelector('.legend li[data-key=SUCCESS]')");
                System.out.printf("figure: %,d rows, %s view in a browser: usable after %d ms, counted after %d ms%n",
                        ROWS, which, usable, counted);
            }
        }
    }

    @Test
    void pageIsLight() throws IOException {
        int bytes = 0;
        for (Resource file : new PathMatchingResourcePatternResolver()
            .getResources("classpath:META-INF/taskqueue-dashboard/*.*")) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(file.getContentAsByteArray());
            }
            bytes += packed.size();
        }
        System.out.printf("figure: the whole page is %.1f kB compressed%n", bytes / 1e3);
        assertThat(bytes).isBetween(10_000, 200_000);
    }

    @Test
    void viewersCostTheWorkerLittle() {
        int tasks = ROWS / 5;
        try (Site site = Site.open("taskqueue.worker.concurrency=4")) {
            TaskTemplate template = site.bean(TaskTemplate.class);
            IntStream.range(0, 3).forEach((warmUp) -> cost(template, tasks));
            List<Double> alone = new ArrayList<>();
            List<Double> watched = new ArrayList<>();
            for (int round = 0; round < Scale.current().rounds(); round++) {
                alone.add(cost(template, tasks));
                List<Viewer> viewers = IntStream.range(0, 5).mapToObj((i) -> Viewer.of(site)).toList();
                viewers.forEach(Viewer::hears);
                watched.add(cost(template, tasks));
                viewers.forEach(Viewer::hears);
                viewers.forEach(Viewer::close);
            }
            System.out.printf(
                    "figure: %,d tasks a round: %.2f µs of CPU each alone, %.2f beside five viewers; by round %s and %s%n",
                    tasks, median(alone), median(watched), alone, watched);
        }
    }

    /** What one task costs this process, in microseconds of CPU. */
    private static double cost(TaskTemplate template, int tasks) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = system.getProcessCpuTime();
        int done = 0;
        while (done < tasks) {
            List<AsyncResult<Object>> results = IntStream.range(0, 1_000)
                .mapToObj((i) -> template.delay("shop.echo", i))
                .toList();
            results.forEach((result) -> result.get(Duration.ofSeconds(20)));
            done += results.size();
        }
        return Math.round((system.getProcessCpuTime() - start) / 10.0 / done) / 100.0;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void fill(TestDatabase database) {
        database.execute("""
                insert into taskqueue_result (task_id, task_name, queue, group_id, home, state, result, attempt,
                        deliveries, created_at, updated_at, done_at, remove_at, run_token, standing)
                select 'task-' || i, case when mod(i, 1000) = 0 then 'shop.rare' else 'shop.send_invoice' end,
                        case when mod(i, 1000) = 0 then 'payments' else 'mail' end,
                        case when mod(i, 1000) = 0 then 'group-' || i / 10000 end, null,
                        case when mod(i, 1000) = 1 then 'FAILURE' else 'SUCCESS' end,
                        repeat('x', 200), 1, 1,
                        moment, moment, moment, now() + interval '300 days', '', 16 * 4294967297 + 9
                from (select i, timestamptz '2026-11-21 12:00:00+00' - i * interval '1 second' as moment
                        from generate_series(1, %d) as i) as n""".formatted(ROWS));
        database.execute("analyze taskqueue_result");
    }

    /** Somebody whose browser is told what happens. */
    private static final class Viewer implements AutoCloseable {

        private final Socket socket;

        private final AtomicInteger events = new AtomicInteger();

        private int heard;

        private Viewer(Socket socket) {
            this.socket = socket;
        }

        static Viewer of(Site site) {
            try {
                Viewer viewer = new Viewer(new Socket(InetAddress.getLoopbackAddress(), site.port()));
                viewer.socket.getOutputStream()
                    .write(("GET /taskqueue/api/stream HTTP/1.1\r\nHost: localhost:" + site.port()
                            + "\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                Thread listening = new Thread(viewer::listen, "viewer");
                listening.setDaemon(true);
                listening.start();
                return viewer;
            }
            catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private void listen() {
            byte[] some = new byte[64 * 1024];
            try (InputStream in = this.socket.getInputStream()) {
                for (int read = in.read(some); read >= 0; read = in.read(some)) {
                    if (new String(some, 0, read, StandardCharsets.ISO_8859_1).contains("event:overview")) {
                        this.events.incrementAndGet();
                    }
                }
            }
            catch (IOException closed) {
                // the viewer has left
            }
        }

        /** Waits until this viewer was told something since the last time. */
        void hears() {
            await().atMost(Duration.ofSeconds(20)).until(() -> this.events.get() > this.heard);
            this.heard = this.events.get();
        }

        @Override
        public void close() {
            try {
                this.socket.close();
            }
            catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

    }

}
