package io.taskqueue.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.event.TaskEvent;
import io.taskqueue.event.TaskEvent.TaskReceived;
import io.taskqueue.event.TaskEvent.TaskRejected;
import io.taskqueue.event.TaskEvent.TaskRevoked;
import io.taskqueue.event.TaskEvent.TaskSucceeded;
import io.taskqueue.event.TaskEvent.TaskUnsent;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

class TaskMetersTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final ObservedTasks tasks = new ObservedTasks();

    private final TaskJournal journal = new TaskJournal(new Absent());

    private final TaskMeters meters = new TaskMeters(this.tasks.registry(), this.journal);

    @BeforeEach
    void bind() {
        this.meters.bindTo(this.registry);
    }

    @AfterEach
    void close() {
        this.tasks.close();
    }

    @Test
    void timesBodiesByTaskQueueAndOutcome() {
        this.meters.on(new TaskSucceeded("1", "shop.works", "mail", NOW, 1, Duration.ofMillis(250)));
        this.meters.on(new TaskSucceeded("2", "shop.works", "mail", NOW, 1, Duration.ofMillis(750)));
        Timer timer = timer("shop.works", "success");
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1000);
    }

    @Test
    void eachWayToEndIsAnOutcome() {
        ObservationTaskInterceptor any = new ObservationTaskInterceptor(
                io.micrometer.observation.ObservationRegistry.NOOP, null, "memory", this.tasks.registry());
        for (String task : List.of("works", "fails", "asksAgain", "snoozes")) {
            this.meters.on(this.tasks.run(ObservedTasks.message(task), any));
        }
        this.meters.on(new TaskRevoked("1", "shop.works", "mail", NOW, false));
        this.meters.on(new TaskRevoked("2", "shop.works", "mail", NOW, true));
        this.meters.on(new TaskRejected("3", "shop.works", "mail", NOW, "no"));
        assertThat(this.registry.get("taskqueue.tasks").timers()).extracting((timer) -> timer.getId().getTag("outcome"))
            .containsExactlyInAnyOrder("success", "failure", "retry", "retry", "revoked", "expired", "rejected");
    }

    @Test
    void retriedAttemptsAreTimedToo() {
        this.meters.on(new TaskEvent.TaskRetried("1", "shop.works", "mail", NOW, 1, Duration.ofSeconds(2), NOW, null));
        assertThat(timer("shop.works", "retry").totalTime(TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void countsOnlyDeliveriesAfterTheFirst() {
        this.meters.on(new TaskReceived("1", "shop.works", "mail", NOW, 1, 1));
        assertThat(this.registry.find("taskqueue.redeliveries").counter()).isNull();
        this.meters.on(new TaskReceived("1", "shop.works", "mail", NOW, 1, 2));
        assertThat(this.registry.get("taskqueue.redeliveries").counter().count()).isEqualTo(1);
    }

    @Test
    void countsCallsThatWereNotSent() {
        this.meters.on(new TaskUnsent("1", "shop.works", "mail", NOW, "away"));
        assertThat(this.registry.get("taskqueue.unsent").tag("task", "shop.works").counter().count()).isEqualTo(1);
    }

    @Test
    void countsStatesTheJournalDropped() {
        for (int i = 0; i < 22_000; i++) {
            this.journal.note(TaskResult.of("t" + i, TaskState.QUEUED, TaskRun.NONE, NOW, TaskDetails.NONE));
        }
        assertThat(this.registry.get("taskqueue.journal.dropped").functionCounter().count())
            .isEqualTo(this.journal.dropped())
            .isPositive();
    }

    @Test
    @Tag("S16")
    void foreignNamesDoNotGrowTheRegistry() {
        for (int i = 0; i < 1_000; i++) {
            this.meters.on(new TaskRejected("1", "made.up" + i, "q" + i, NOW, "no"));
        }
        assertThat(this.registry.get("taskqueue.tasks").timers()).hasSize(101)
            .allSatisfy((timer) -> assertThat(timer.getId().getTag("task")).isEqualTo("unknown"));
    }

    @Test
    void measuresInEveryRegistry() {
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        this.meters.bindTo(other);
        this.meters.on(new TaskSucceeded("1", "shop.works", "mail", NOW, 1, Duration.ofMillis(250)));
        assertThat(other.get("taskqueue.tasks").timer().count()).isEqualTo(1);
        assertThat(this.registry.get("taskqueue.tasks").timer().count()).isEqualTo(1);
    }

    private Timer timer(String task, String outcome) {
        return this.registry.get("taskqueue.tasks").tags("task", task, "queue", "mail", "outcome", outcome).timer();
    }

    /** A store that is away. */
    private static final class Absent implements ResultBackend {

        @Override
        public List<Answer> store(Collection<TaskResult> results) {
            return Collections.nCopies(results.size(), Answer.failed(new IllegalStateException("away")));
        }

        @Override
        public Map<String, TaskResult> find(Collection<String> ids) {
            return Map.of();
        }

        @Override
        public void forget(Collection<String> ids) {
            // nothing is kept
        }

        @Override
        public String description() {
            return "absent";
        }

    }

}
