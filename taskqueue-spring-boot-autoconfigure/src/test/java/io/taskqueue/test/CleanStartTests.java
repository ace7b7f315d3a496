package io.taskqueue.test;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.test.shop.InvoiceTasks;
import io.taskqueue.test.shop.ShopApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each test begins as if it were the first: the second round of each would notice what
 * the first one left.
 */
@SpringBootTest(classes = ShopApplication.class)
@AutoConfigureTaskQueue
class CleanStartTests {

    @Autowired
    private TaskQueueTester tester;

    @Autowired
    private TaskTemplate tasks;

    @Autowired
    private Wishes wishes;

    @Autowired
    private Broker broker;

    @Autowired
    private TaskSearch search;

    @RepeatedTest(2)
    void forgetsCallsAndOutcomes() {
        assertThat(this.tester.enqueued()).isEmpty();
        assertThat(this.tester.waiting()).isEmpty();
        assertThat(this.tester.runWaiting()).isEmpty();
        assertThat(this.search.count(TaskFilter.all())).isEmpty();
        this.tasks.delay(InvoiceTasks::thread);
        this.tester.runWaiting();
        this.tasks.signature(InvoiceTasks::thread).countdown(Duration.ofHours(1)).apply();
        this.tasks.delay(InvoiceTasks::thread);
    }

    @RepeatedTest(2)
    void setsTheClockToThePresent() {
        assertThat(Duration.between(this.tester.now(), Instant.now())).isBetween(Duration.ZERO, Duration.ofMinutes(5));
        this.tester.advance(Duration.ofDays(400));
    }

    @RepeatedTest(2)
    void forgetsIdsAndRevocations() {
        AsyncResult<String> call = this.tasks.signature(InvoiceTasks::thread).id("order-42").apply();
        assertThat(this.tester.runWaiting()).singleElement().matches(TaskOutcome::succeeded);
        call.revoke();
        this.wishes.pause("taskqueue");
    }

    @RepeatedTest(2)
    void forgetsDeadLetters() {
        DeadLetters dead = this.broker.capability(DeadLetters.class).orElseThrow();
        assertThat(dead.count(null)).isZero();
        this.tasks.delay("python.resize");
        this.tester.runWaiting();
        assertThat(dead.count(null)).isEqualTo(1);
    }

}
