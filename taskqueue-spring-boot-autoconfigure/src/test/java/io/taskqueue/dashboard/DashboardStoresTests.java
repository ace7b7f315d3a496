package io.taskqueue.dashboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every view over every store: it shows what the store knows, and says what it cannot.
 */
class DashboardStoresTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final RedisProcess REDIS = RedisServer.start();

    private static Browser browser;

    /** What keeps the tasks of an application, those that wait and those that ended. */
    enum Store {

        /** The embedded default. */
        MEMORY(List::of),

        /** Results in PostgreSQL. */
        JPA(() -> database("taskqueue.broker.type=memory")),

        /** All of it in PostgreSQL. */
        DATABASE(() -> database("taskqueue.broker.type=jdbc")),

        /** All of it in Redis. */
        REDIS(() -> redis("all:")),

        /** Redis that keeps results and no list of them. */
        REDIS_WITHOUT_LIST(() -> redis("unlisted:", "taskqueue.redis.recent-results=0"));

        private final Supplier<List<String>> properties;

        Store(Supplier<List<String>> properties) {
            this.properties = properties;
        }

        private Site open(String... more) {
            List<String> all = new ArrayList<>(
                    List.of("taskqueue.dashboard.show-values=viewers", "taskqueue.worker.concurrency=4"));
            all.addAll(this.properties.get());
            all.addAll(List.of(more));
            return Site.open(all.toArray(String[]::new));
        }

        private static List<String> database(String broker) {
            return List.of(broker, "spring.datasource.url=" + PostgresServer.database().url(),
                    "spring.flyway.enabled=false", "taskqueue.schema.initialize=always");
        }

        private static List<String> redis(String prefix, String... more) {
            List<String> all = new ArrayList<>(List.of(more));
            all.addAll(List.of("taskqueue.broker.url=" + DashboardStoresTests.REDIS.url(),
                    "taskqueue.redis.prefix=" + prefix));
            return all;
        }

    }

    @BeforeAll
    static void open() {
        browser = Browser.start();
    }

    @AfterAll
    static void close() {
        browser.close();
        REDIS.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "REDIS_WITHOUT_LIST")
    void everyViewShowsWhatTheStoreKnows(Store store) {
        try (Site site = store.open()) {
            Deeds deeds = Deeds.in(site);
            look(site);
            browser.sees("1 of 4 slots busy");
            seesTheOverview();
            seesTheLists(deeds);
            seesTheStory(deeds);
            if (store == Store.REDIS) {
                seesThatNoAttemptsAreKept(deeds);
            }
            else {
                seesTheAttempts(deeds);
            }
            seesWhatWaitsAndWorks();
            leave();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "REDIS_WITHOUT_LIST")
    void storeWithoutAListFindsTasksByTheirIds(Store store) {
        try (Site site = store.open()) {
            Deeds deeds = Deeds.in(site);
            look(site);
            browser.sees("No counts");
            browser.go("tasks");
            browser.sees("This result store keeps no list");
            browser.fill("input[name=id]", deeds.failed());
            browser.sees("The bank declined the card of order 7");
            seesTheStory(deeds);
            seesThatNoAttemptsAreKept(deeds);
            seesWhatWaitsAndWorks();
            leave();
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "DATABASE", "REDIS" })
    void producerSaysThatItRunsNothing(Store store) {
        try (Site site = store.open("taskqueue.worker.enabled=false")) {
            look(site);
            browser.sees("This process runs no tasks");
            browser.go("workers");
            browser.sees("No worker in this process");
            leave();
        }
    }

    private static void look(Site site) {
        browser.open("http://localhost:" + site.port() + "/taskqueue");
        browser.sees("Throughput");
    }

    /** Leaves while the site is still there, so that the page does not miss it. */
    private static void leave() {
        assertThat(browser.complaints()).isEmpty();
        browser.open("about:blank");
    }

    private static void seesTheOverview() {
        browser.sees("Latest failures");
        browser.sees("IllegalStateException");
        browser.sees(".legend li[data-key=FAILURE]", 1);
        browser.sees(".legend li[data-key=SUCCESS]", 1);
    }

    private static void seesTheLists(Deeds deeds) {
        browser.go("tasks?state=FAILURE");
        browser.sees("tbody tr", 1);
        browser.go("tasks?queue=mail&state=SUCCESS");
        browser.sees("tbody tr", 3);
        browser.go("tasks");
        browser.fill("#search", deeds.retried());
        browser.sees("tbody tr", 1);
        browser.sees("shop.print_label");
    }

    private static void seesTheStory(Deeds deeds) {
        browser.go("tasks/" + deeds.retried());
        browser.sees("label-7.png");
        browser.go("tasks/" + deeds.importing());
        browser.sees("62 % · 1240 of 2000");
    }

    private static void seesTheAttempts(Deeds deeds) {
        browser.go("tasks/" + deeds.retried());
        browser.sees("Attempt 3 began");
        browser.sees("The printer is out of paper");
    }

    private static void seesThatNoAttemptsAreKept(Deeds deeds) {
        browser.go("tasks/" + deeds.retried());
        browser.sees("This result store does not keep them.");
        assertThat(browser.text()).doesNotContain("Attempt 3 began");
    }

    private static void seesWhatWaitsAndWorks() {
        browser.go("queues");
        browser.sees("mail");
        browser.go("workers");
        browser.sees("shop.import_catalogue");
        browser.go("dead-letters");
        browser.sees("the parcel weighs nothing");
        browser.go("schedules");
        browser.sees("Every day at 03:00");
    }

    /**
     * What happened in an application.
     *
     * @param retried a task that was tried three times
     * @param failed a task that failed for good
     * @param importing a task that runs, and tells how far it is
     */
    record Deeds(String retried, String failed, String importing) {

        static Deeds in(Site site) {
            TaskTemplate tasks = site.bean(TaskTemplate.class);
            for (long id = 1; id <= 3; id++) {
                tasks.delay("shop.send_invoice", id, "alice@example.org").get(SOON);
            }
            AsyncResult<Object> label = tasks.delay("shop.print_label", 7L);
            label.get(SOON);
            AsyncResult<Object> charge = tasks.delay("shop.charge_card", 7L, Map.of("number", 4));
            tasks.delay("shop.ship_parcel", 1L);
            AsyncResult<Object> importing = tasks.delay("shop.import_catalogue", "spring.csv");
            await().atMost(SOON).until(() -> charge.state().terminal());
            await().atMost(SOON).until(() -> "PROGRESS".equals(importing.state().name()));
            return new Deeds(label.id(), charge.id(), importing.id());
        }

    }

}
