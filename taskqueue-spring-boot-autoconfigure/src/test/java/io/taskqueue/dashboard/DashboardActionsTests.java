package io.taskqueue.dashboard;

import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What somebody does with the dashboard in a browser, behind a context path. */
class DashboardActionsTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Site site;

    private static Browser browser;

    private static TaskTemplate tasks;

    @BeforeAll
    static void open() {
        site = Site.open("taskqueue.dashboard.show-values=viewers", "server.servlet.context-path=/shop",
                "spring.mvc.servlet.path=/web", "taskqueue.dashboard.path=/admin/tasks");
        tasks = site.bean(TaskTemplate.class);
        browser = Browser.start();
    }

    @AfterAll
    static void close() {
        browser.close();
        site.close();
    }

    @AfterEach
    void nothingToComplainOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void failedTaskIsSentAgainAndForgotten() {
        String id = failed(1);
        open("tasks/" + id);
        browser.press("Send again");
        browser.press("Show the new task");
        browser.sees("The bank declined the card of order 1");
        assertThat(browser.address()).doesNotContain(id);
        open("tasks/" + id);
        browser.press("Delete");
        browser.sees("Delete this task?");
        browser.press("Keep as it is");
        browser.press("Delete");
        browser.press("Delete");
        browser.sees("Deleted");
        assertThat(tasks.result(id, Object.class)).isEmpty();
    }

    @Test
    void taskIsSentAgainWithOtherArguments() {
        AsyncResult<Object> echo = tasks.delay("shop.echo", Map.of("word", "before", "password", "secret-1"));
        echo.get(Duration.ofSeconds(10));
        open("tasks/" + echo.id());
        browser.press("Edit and send");
        browser.sees("Send shop.echo once more");
        browser.fill("dialog textarea[name=args]", "[{\"word\": \"after\", \"password\": \"******\"}]", false);
        browser.press("Send");
        browser.press("Show the new task");
        browser.sees("after");
        String id = browser.address().replaceFirst(".*/", "");
        assertThat(tasks.result(id, Object.class).orElseThrow().get(Duration.ofSeconds(10)))
            .isEqualTo(Map.of("word", "after", "password", "secret-1"));
    }

    @Test
    void waitingTaskIsCancelled() {
        AsyncResult<Object> waiting = tasks.signature("shop.echo", "later").countdown(Duration.ofHours(1)).apply();
        open("tasks/" + waiting.id());
        browser.sees("It waits for its time");
        browser.press("Cancel");
        browser.press("Cancel the task");
        browser.sees("Cancelled");
        assertThat(waiting.state()).isEqualTo(TaskState.REVOKED);
    }

    @Test
    void workflowIsCancelledAndRunAgain() {
        AsyncResult<?> end = tasks
            .chain(tasks.signature("shop.echo", "later").countdown(Duration.ofHours(1)), tasks.signature("shop.echo"))
            .apply();
        open("tasks/" + end.id());
        browser.press("Cancel all of it");
        browser.press("Cancel the workflow");
        browser.sees("Run all of it again");
        assertThat(end.state()).isEqualTo(TaskState.REVOKED);
        browser.press("Run all of it again");
        browser.press("Run the workflow");
        browser.sees("Called once more");
    }

    @Test
    void selectedTasksAreSentAgain() {
        failed(11);
        failed(12);
        open("tasks?state=FAILURE&text=shop.charge");
        browser.click("thead input");
        browser.press("Retry");
        browser.sees("Retry ");
        browser.press("Retry");
        browser.sees("Sent again");
    }

    @Test
    void allThatMatchAreDeleted() {
        LongStream.range(0, 430).forEach((number) -> tasks.delay("shop.send_invoice", number, "mass"));
        await().atMost(SOON).until(() -> invoices() == 430);
        open("tasks?state=SUCCESS&task=shop.send_invoice");
        browser.sees("tbody tr", 50);
        browser.click("thead input");
        browser.press("Select all that match");
        browser.sees("All that match");
        browser.press("Delete");
        browser.sees("Delete all tasks that match?");
        browser.press("Delete");
        browser.sees("Deleted 430 tasks");
        assertThat(invoices()).isZero();
    }

    @Test
    void queueIsPurged() {
        tasks.signature("shop.charge_card", 1L, Map.of()).countdown(Duration.ofHours(1)).apply();
        open("queues");
        browser.click("tr[data-id=payments] button.danger");
        browser.sees("Purge payments?");
        browser.press("Purge");
        browser.sees("Removed 1 task from payments");
    }

    @Test
    void queueIsPausedAndResumed() {
        open("queues");
        browser.click("tr[data-id=payments] button");
        browser.sees("Paused payments");
        browser.sees("tr[data-id=payments] .chip", 1);
        browser.click("tr[data-id=payments] button");
        browser.sees("Resumed payments");
        browser.sees("tr[data-id=payments] .chip", 0);
    }

    @Test
    void deadLettersAreReplayedAndDeleted() {
        tasks.delay("shop.nobody_knows", 1L);
        open("dead-letters");
        browser.sees("no task of its name");
        browser.click("tbody input");
        browser.press("Replay");
        browser.sees("Replayed 1 message");
        browser.sees("no task of its name");
        browser.click("tbody input");
        browser.press("Delete");
        browser.sees("Delete 1 message?");
        browser.press("Delete");
        browser.sees("Deleted 1 message");
        browser.sees("None");
    }

    @Test
    void scheduleIsMadeCalledChangedAndDeleted() {
        open("schedules");
        browser.press("New schedule");
        browser.fill("dialog input[name=name]", "hourly echo", false);
        browser.fill("dialog input[name=task]", "shop.echo", false);
        browser.fill("dialog input[name=when]", "0 5 * * *", false);
        browser.fill("dialog input[name=args]", "[\"tick\"]", false);
        browser.press("Save");
        browser.sees("Every day at 05:00");
        open("schedules/hourly%20echo");
        browser.press("Run now");
        browser.press("Show the task");
        browser.sees("tick");
        open("schedules/hourly%20echo");
        browser.press("Edit");
        browser.fill("dialog input[name=when]", "PT90S", false);
        browser.press("Save");
        browser.sees("Every 90 s");
        browser.press("Disable");
        browser.sees("It is disabled");
        browser.press("Enable");
        browser.seesNoMore("It is disabled");
        browser.press("Delete");
        browser.sees("Delete hourly echo?");
        browser.press("Delete");
        browser.sees("nightly reports");
        browser.sees("tbody tr", 1);
    }

    @Test
    void keysAreEnough() {
        String id = failed(21);
        open("");
        browser.keys("?");
        browser.sees("search tasks");
        browser.keys(Keys.ESCAPE);
        browser.keys("g", "t");
        browser.sees("newest first");
        browser.keys("/");
        await().atMost(SOON)
            .until(() -> Boolean.TRUE.equals(browser.script("return document.activeElement.id === 'search'")));
        browser.keys(id, Keys.ENTER, Keys.ESCAPE);
        browser.sees("tbody tr", 1);
        browser.keys("j", "x");
        browser.sees("1 task selected");
        browser.keys(Keys.ENTER);
        browser.sees("The bank declined the card of order 21");
        browser.keys(Keys.ESCAPE);
        browser.sees("newest first");
    }

    @Test
    void themeIsTheViewersChoice() {
        open("");
        String before = background();
        browser.click("button[aria-label^=Theme]");
        browser.click("button[aria-label='Theme: Light']");
        browser.sees("button[aria-label='Theme: Dark']", 1);
        assertThat(background()).isNotEqualTo(before);
        open("");
        assertThat(browser.script("return document.documentElement.dataset.theme")).isEqualTo("dark");
        browser.click("button[aria-label^=Theme]");
    }

    private static String background() {
        return String.valueOf(browser.script("return getComputedStyle(document.documentElement).backgroundColor"));
    }

    private static void open(String view) {
        browser.open("about:blank");
        browser.open("http://localhost:" + site.port() + "/shop/web/admin/tasks/#/" + view);
        browser.sees("Live");
    }

    private static String failed(long order) {
        AsyncResult<Object> failed = tasks.delay("shop.charge_card", order, Map.of());
        await().atMost(SOON).until(() -> failed.state().equals(TaskState.FAILURE));
        return failed.id();
    }

    private static long invoices() {
        return site.bean(ResultBackend.class)
            .capability(TaskSearch.class)
            .orElseThrow()
            .count(TaskFilter.all().task("shop.send_invoice"))
            .getOrDefault(TaskState.SUCCESS, 0L);
    }

}
