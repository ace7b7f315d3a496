package io.taskqueue.result;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the contracts of a result store do with it, in few words. Each test has ids of its
 * own.
 */
public abstract class ResultScenario {

    /** A moment every store keeps as it is: no finer than microseconds. */
    protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    protected static final TaskDetails DETAILS = new TaskDetails("shop.count", "mail", 3, null, null, null, null, null,
            null, null, null);

    protected final String id = UUID.randomUUID().toString();

    private ResultBackend backend;

    /** Opens the store under test, with no task in it. */
    protected abstract ResultBackend open();

    @BeforeEach
    void openStore() {
        this.backend = open();
    }

    @AfterEach
    void closeStore() {
        this.backend.close();
    }

    protected final ResultBackend backend() {
        return this.backend;
    }

    protected final <T> T capability(Class<T> type) {
        return this.backend.capability(type).orElseThrow();
    }

    /** A run of this attempt that was handed out so often. */
    protected static TaskRun run(int attempt, int deliveries) {
        return new TaskRun(attempt, deliveries, "token-" + attempt + "-" + deliveries);
    }

    /** What a worker says so many seconds after noon. */
    protected final TaskResult says(TaskState state, TaskRun run, int second) {
        return says(this.id, state, run, second);
    }

    protected static TaskResult says(String id, TaskState state, TaskRun run, int second) {
        return TaskResult.of(id, state, run, NOON.plusSeconds(second), DETAILS).by("worker@test");
    }

    /** What the caller said at noon. */
    protected final TaskResult queued() {
        return TaskResult.of(this.id, TaskState.QUEUED, TaskRun.NONE, NOON, DETAILS);
    }

    protected final List<Answer.Fate> store(TaskResult... statements) {
        List<Answer> answers = this.backend.store(Arrays.asList(statements));
        assertThat(answers).hasSameSizeAs(statements);
        return answers.stream().map(Answer::fate).toList();
    }

    protected final TaskResult found() {
        return this.backend.find(List.of(this.id)).get(this.id);
    }

}
