package io.taskqueue.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskRecord.Attempt;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.TaskStory;

/**
 * The ended attempts of a task: those with a row of their own, and the one that the
 * task's own row tells.
 */
final class Attempts {

    private Attempts() {
    }

    static List<Attempt> all(List<Attempt> retried, TaskResult last, @Nullable Instant started) {
        List<Attempt> all = new ArrayList<>(retried);
        boolean ended = last.state().terminal() || last.state().equals(TaskState.RETRY);
        if (ended && !Story.ofCaller(last.run())) {
            all.removeIf((attempt) -> Story.sameRun(attempt.run(), last.run()));
            all.add(new Attempt(last.run(), last.state(), last.worker(), started, last.at(), last.error()));
        }
        return all.subList(Math.max(0, all.size() - TaskStory.MAX_ATTEMPTS), all.size());
    }

}
