package io.taskqueue.dashboard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What somebody sees who opens the dashboard in a browser. */
class DashboardViewsTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Site site;

    private static Browser browser;

    private static String retried;

    private static String importing;

    private static String failed;

    private static String workflow;

    @BeforeAll
    static void openABusyBazaar() {
        site = Site.open("taskqueue.dashboard.show-values=viewers", "taskqueue.dashboard.environment=production",
                "taskqueue.worker.concurrency=6");
        TaskTemplate tasks = site.bean(TaskTemplate.class);
        LongStream.range(1, 90).forEach((id) -> tasks.delay("shop.send_invoice", id, "alice@example.org"));
        LongStream.range(1, 8).forEach((id) -> failed = tasks.delay("shop.charge_card", id, Map.of("number", 4)).id());
        LongStream.range(1, 4).forEach((id) -> tasks.delay("shop.notify_warehouse", id));
        AsyncResult<Object> label = tasks.delay("shop.print_label", 7L);
        retried = label.id();
        label.get(SOON);
        importing = tasks.delay("shop.import_catalogue", "spring.csv").id();
        tasks.delay("shop.import_catalogue", "summer.csv");
        LongStream.range(1, 4)
            .forEach((id) -> tasks.signature("shop.send_invoice", id, "bob").countdown(Duration.ofHours(2)).apply());
        tasks.delay("shop.nobody_knows", 1L);
        workflow = workflow(tasks).id();
        await().atMost(SOON)
            .until(() -> "PROGRESS".equals(tasks.result(importing, Object.class).orElseThrow().state().name()));
        browser = Browser.start();
    }

    private static AsyncResult<?> workflow(TaskTemplate tasks) {
        AsyncResult<?> end = tasks.chain(tasks.signature("shop.echo", "order 9"), tasks.group(
                tasks.signature("shop.send_invoice", 9L, "carol").immutable(),
                tasks.signature("shop.print_label", 9L).immutable(),
                tasks.signature("shop.charge_card", 9L, Map.of()).immutable().onError(tasks.signature("shop.echo"))),
                tasks.signature("shop.echo"))
            .apply();
        await().atMost(SOON).until(end::ready);
        return end;
    }

    @AfterAll
    static void close() {
        browser.close();
        site.close();
    }

    @BeforeEach
    void open() {
        browser.theme("light");
        browser.size(1360, 900);
        browser.open("http://localhost:" + site.port() + "/taskqueue");
        browser.sees("slots busy");
    }

    @AfterEach
    void nothingToComplainOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void overviewShowsEverythingAtAGlance() {
        browser.sees("taskqueue-chart svg", 4);
        browser.sees("shop.import_catalogue");
        browser.sees("Live");
        assertThat(browser.text()).contains("2 of 6 slots busy", "bazaar", "production", "Latest failures",
                "IllegalStateException");
        browser.shoot("overview-light");
    }

    @Test
    void tasksAreFoundByStateAndText() {
        browser.go("tasks");
        browser.sees("tbody tr", 50);
        browser.shoot("tasks-light");
        browser.press("Older");
        browser.sees("Newer");
        browser.go("tasks?state=FAILURE");
        browser.sees("tbody tr", 9);
        browser.fill("#search", failed.substring(0, 13));
        browser.sees("tbody tr", 1);
        assertThat(browser.text()).contains("shop.charge_card", "IllegalStateException");
    }

    @Test
    void oneTaskTellsItsStory() {
        browser.go("tasks/" + retried);
        browser.sees("Attempt 3 began");
        assertThat(browser.text()).contains("shop.print_label", "Succeeded", "Attempt 1 failed, to be tried again",
                "The printer is out of paper", "label-7.png");
        browser.shoot("task-light");
    }

    @Test
    void runningTaskShowsWhereItIs() {
        browser.go("tasks/" + importing);
        browser.press("Where is it now?");
        browser.sees("Bazaar$Tasks.importCatalogue");
        assertThat(browser.text()).contains("java.util.concurrent.CountDownLatch.await")
            .doesNotContain("io.taskqueue.execution");
    }

    @Test
    void taskShowsTheWorkflowItBelongsTo() {
        browser.go("tasks/" + workflow);
        browser.sees("svg.graph a.node", 6);
        assertThat(browser.all("svg.graph g.node")).hasSize(1);
        assertThat(browser.all("svg.graph path.edge")).hasSize(8);
        assertThat(browser.all("svg.graph path.error")).hasSize(1);
        assertThat(browser.text()).contains("Workflow", "Group of 3", "shop.send_invoice", "Run all of it again");
        browser.shoot("workflow-light");
        browser.click("svg.graph a.node.fail");
        browser.sees("The bank declined the card of order 9");
        browser.go("tasks/" + retried);
        browser.sees("Attempt 3 began");
        assertThat(browser.all("svg.graph")).isEmpty();
    }

    @Test
    void failedTaskShowsItsErrorAndStack() {
        browser.go("tasks/" + failed);
        browser.sees("The bank declined the card of order 7");
        browser.click("summary");
        browser.sees("Bazaar$Tasks.chargeCard");
    }

    @Test
    void runningTaskShowsHowFarItIs() {
        browser.go("tasks/" + importing);
        browser.sees("62 % · 1240 of 2000");
        assertThat(browser.text()).contains("validating spring.csv");
    }

    @ParameterizedTest
    @CsvSource({ "queues, payments", "schedules, Every day at 03:00", "workers, 2 of 6 slots busy",
            "dead-letters, no task of its name" })
    void otherViewsShowWhatThereIs(String view, String words) {
        browser.go(view);
        browser.sees(words);
        browser.shoot(view + "-light");
    }

    @Test
    void taskNobodyKnowsIsExplained() {
        browser.go("tasks/6655eb1f-0000-0000-0000-000000000000");
        browser.sees("Nobody knows this task");
    }

    @Test
    void scheduleTellsWhatComesAndWhatCame() {
        browser.go("schedules/nightly%20reports");
        browser.sees("Next runs");
        assertThat(browser.all("ol.rows li")).hasSize(10);
        assertThat(browser.text()).contains("Every day at 03:00, calls shop.send_reports", "Europe/Paris",
                "Declared in", "the code");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT10S             | Every 10 s
            PT1M              | Every minute
            PT1H30M           | Every 1 h 30 min
            P1D               | Every day
            * * * * *         | Every minute
            */15 * * * *      | Every 15 minutes
            0 30 * * * *      | Every hour at 30 past
            0 0 */6 * * *     | Every 6 hours at 00 past
            */20 * * * * *    | Every 20 seconds
            0 0 3 * * *       | Every day at 03:00
            30 5 9 * * ?      | Every day at 09:05:30
            0 0 8 * * MON-FRI | Monday to Friday at 08:00
            0 7 * * 1         | Every Monday at 07:00
            0 0 0 1 * *       | On day 1 of each month at 00:00
            @daily            | Every day at 00:00
            0 0 3 L * *       | 0 0 3 L * *
            0 0-10/2 * * * *  | 0 0-10/2 * * * *
            """)
    void schedulesAreToldInWordsWhereWordsAreClearer(String written, String words) {
        assertThat(browser.script(
                "return import(new URL('./cron.js', location.href)).then((cron) => cron.inWords(arguments[0]))",
                written))
            .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({ "1360, 900", "360, 740" })
    void everyViewFitsItsWindow(int width, int height) {
        browser.size(width, height);
        for (String theme : List.of("light", "dark")) {
            browser.theme(theme);
            for (String view : List.of("", "tasks", "tasks/" + retried, "tasks/" + workflow, "queues", "workers",
                    "schedules", "schedules/nightly%20reports", "dead-letters")) {
                browser.go(view);
                assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
                    .as("%s at %d", view, width)
                    .isLessThanOrEqualTo(width);
                browser
                    .shoot(view.replaceAll("/.*", "-one").replaceFirst("^$", "overview") + "-" + theme + "-" + width);
            }
        }
    }

}
