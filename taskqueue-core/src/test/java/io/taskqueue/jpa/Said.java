package io.taskqueue.jpa;

import java.time.Instant;
import java.util.List;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/** Statements about tasks, as callers and workers make them. */
final class Said {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    static final TaskDetails CALL = new TaskDetails("shop.send_invoice", "mail", 3, "[42]", "{\"copy\":true}", "root",
            "parent", "group", "nightly", Instant.parse("2026-11-22T12:00:00Z"), null);

    private Said() {
    }

    static TaskRun run(int attempt, int deliveries) {
        return new TaskRun(attempt, deliveries, "token-" + attempt + "-" + deliveries);
    }

    static TaskResult queued(String id) {
        return TaskResult.of(id, TaskState.QUEUED, TaskRun.NONE, NOON, CALL);
    }

    static TaskResult queuedFrom(String id, String home) {
        TaskDetails details = new TaskDetails("shop.send_invoice", "mail", null, null, null, null, null, null, null,
                null, home);
        return TaskResult.of(id, TaskState.QUEUED, TaskRun.NONE, NOON, details);
    }

    static TaskResult received(String id, TaskRun run) {
        return TaskResult.of(id, TaskState.RECEIVED, run, NOON.plusSeconds(1), TaskDetails.NONE).by("worker");
    }

    static TaskResult started(String id, TaskRun run) {
        return TaskResult.of(id, TaskState.STARTED, run, NOON.plusSeconds(2), TaskDetails.NONE).by("worker");
    }

    static TaskResult retry(String id, TaskRun run) {
        return TaskResult.of(id, TaskState.RETRY, run, NOON.plusSeconds(3), TaskDetails.NONE)
            .by("worker")
            .error(new TaskError("java.io.IOException", "refused", "java.io.IOException: refused"))
            .due(NOON.plusSeconds(60));
    }

    static TaskResult success(String id, TaskRun run) {
        return TaskResult.of(id, TaskState.SUCCESS, run, NOON.plusSeconds(4), TaskDetails.NONE)
            .by("worker")
            .value("{\"sent\":true}");
    }

    static TaskResult failure(String id, TaskRun run) {
        return TaskResult.of(id, TaskState.FAILURE, run, NOON.plusSeconds(4), TaskDetails.NONE)
            .by("worker")
            .error(new TaskError("java.io.IOException", "refused", null));
    }

    static List<Answer.Fate> fates(List<Answer> answers) {
        return answers.stream().map(Answer::fate).toList();
    }

    /**
     * A clock that stands.
     *
     * @param now the moment it shows
     */
    record At(Instant now) implements TimeSource {

        @Override
        public long nanos() {
            return 0;
        }

    }

}
