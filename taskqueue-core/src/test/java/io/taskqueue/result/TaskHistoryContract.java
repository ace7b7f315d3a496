package io.taskqueue.result;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.result.TaskRecord.Attempt;

import static org.assertj.core.api.Assertions.assertThat;

/** What every result store with {@link TaskHistory} promises. */
public abstract class TaskHistoryContract extends ResultScenario {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    /**
     * How long the store under test keeps a task that succeeded: longer than a few
     * seconds.
     */
    protected abstract Duration expires();

    /** How long it keeps one that ended without success: longer than that. */
    protected abstract Duration expiresFailed();

    /** Lets this much time pass for the store. */
    protected abstract void advance(Duration time);

    private TaskHistory history() {
        return capability(TaskHistory.class);
    }

    private TaskRecord story() {
        return history().record(this.id).orElseThrow();
    }

    @Test
    void tellsTheStoryFromTheCallOn() {
        TaskRun run = run(1, 1);
        store(queued());
        assertThat(story().created()).isEqualTo(NOON);
        assertThat(story().state()).isEqualTo(TaskState.QUEUED);
        assertThat(story().received()).isNull();
        store(says(TaskState.RECEIVED, run, 1));
        store(says(TaskState.STARTED, run, 2));
        assertThat(story().done()).isNull();
        store(says(TaskState.SUCCESS, run, 3).value("42"));
        TaskRecord story = story();
        assertThat(story.id()).isEqualTo(this.id);
        assertThat(story.last().value()).isEqualTo("42");
        assertThat(story.created()).isEqualTo(NOON);
        assertThat(story.received()).isEqualTo(NOON.plusSeconds(1));
        assertThat(story.started()).isEqualTo(NOON.plusSeconds(2));
        assertThat(story.done()).isEqualTo(NOON.plusSeconds(3));
        assertThat(story.attempts()).containsExactly(
                new Attempt(run, TaskState.SUCCESS, "worker@test", NOON.plusSeconds(2), NOON.plusSeconds(3), null));
    }

    @Test
    void unknownTaskHasNoStory() {
        assertThat(history().record("unknown")).isEmpty();
    }

    @Test
    void orderOfArrivalDoesNotChangeTheStory() {
        TaskRun run = run(1, 1);
        store(says(TaskState.SUCCESS, run, 3).value("42"));
        store(says(TaskState.STARTED, run, 2));
        store(says(TaskState.RECEIVED, run, 1));
        store(queued());
        TaskRecord story = story();
        assertThat(story.state()).isEqualTo(TaskState.SUCCESS);
        assertThat(story.created()).isEqualTo(NOON);
        assertThat(story.received()).isEqualTo(NOON.plusSeconds(1));
        assertThat(story.started()).isEqualTo(NOON.plusSeconds(2));
        assertThat(story.done()).isEqualTo(NOON.plusSeconds(3));
        assertThat(story.attempts()).extracting(Attempt::started).containsExactly(NOON.plusSeconds(2));
    }

    @Test
    void tellsEveryAttemptWithItsError() {
        TaskError first = new TaskError("shop.Away", "mail server away", "at Shop.send");
        TaskError second = TaskError.of("shop.StillAway", "still away");
        store(queued(), says(TaskState.STARTED, run(1, 1), 1), says(TaskState.RETRY, run(1, 1), 2).error(first));
        store(says(TaskState.STARTED, run(2, 1), 5).by("other@test"),
                says(TaskState.RETRY, run(2, 1), 6).by("other@test").error(second));
        store(says(TaskState.STARTED, run(3, 1), 9));
        assertThat(story().attempts()).hasSize(2);
        store(says(TaskState.SUCCESS, run(3, 1), 10).value("1"));
        assertThat(story().attempts()).containsExactly(
                new Attempt(run(1, 1), TaskState.RETRY, "worker@test", NOON.plusSeconds(1), NOON.plusSeconds(2), first),
                new Attempt(run(2, 1), TaskState.RETRY, "other@test", NOON.plusSeconds(5), NOON.plusSeconds(6), second),
                new Attempt(run(3, 1), TaskState.SUCCESS, "worker@test", NOON.plusSeconds(9), NOON.plusSeconds(10),
                        null));
        assertThat(story().started()).isEqualTo(NOON.plusSeconds(9));
        assertThat(story().last().error()).isNull();
    }

    @Test
    void sameRetryToldTwiceIsOneAttempt() {
        TaskResult retry = says(TaskState.RETRY, run(1, 1), 2).error(TaskError.of("X", "y"));
        store(retry, retry);
        store(retry);
        assertThat(story().attempts()).hasSize(1);
    }

    @Test
    void endBeforeAnyRunIsNoAttempt() {
        store(queued());
        store(says(TaskState.REVOKED, TaskRun.NONE, 1).error(TaskError.of("TaskRevoked", "revoked")));
        assertThat(story().attempts()).isEmpty();
        assertThat(story().done()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    @Tag("G3")
    void refusedStatementsLeaveNoTrace() {
        store(says(TaskState.STARTED, run(1, 2), 2));
        store(says(TaskState.RETRY, run(1, 1), 3).error(TaskError.of("X", "late")));
        assertThat(story().attempts()).isEmpty();
        store(says(TaskState.SUCCESS, run(1, 2), 4));
        store(says(TaskState.STARTED, run(1, 3), 5));
        store(says(TaskState.FAILURE, run(1, 3), 6));
        assertThat(story().attempts()).extracting(Attempt::state).containsExactly(TaskState.SUCCESS);
        assertThat(story().started()).isNotEqualTo(NOON.plusSeconds(5));
        assertThat(story().done()).isEqualTo(NOON.plusSeconds(4));
    }

    @Test
    @Tag("G20")
    void removesWhatHasExpiredInSmallSteps() {
        for (int i = 0; i < 5; i++) {
            store(says(this.id + "." + i, TaskState.SUCCESS, run(1, 1), i));
        }
        assertThat(history().removeExpired(10)).isZero();
        advance(expires().plus(MOMENT));
        assertThat(history().removeExpired(2)).isEqualTo(2);
        assertThat(history().removeExpired(10)).isEqualTo(3);
        assertThat(history().removeExpired(10)).isZero();
        assertThat(backend().find(List.of(this.id + ".0", this.id + ".4"))).isEmpty();
        assertThat(history().record(this.id + ".0")).isEmpty();
    }

    @Test
    @Tag("G20")
    void failuresStayLongerThanSuccesses() {
        store(says(TaskState.FAILURE, run(1, 1), 1), says(this.id + ".ok", TaskState.SUCCESS, run(1, 1), 1));
        advance(expires().plus(MOMENT));
        assertThat(history().removeExpired(10)).isOne();
        assertThat(found()).isNotNull();
        advance(expiresFailed().minus(expires()));
        assertThat(history().removeExpired(10)).isOne();
        assertThat(found()).isNull();
    }

    @Test
    @Tag("G14")
    void openTasksDoNotExpireWithTheOthers() {
        store(queued(), says(this.id + ".running", TaskState.STARTED, run(1, 1), 1));
        advance(expiresFailed().plus(MOMENT));
        assertThat(history().removeExpired(10)).isZero();
        store(says(TaskState.SUCCESS, run(1, 1), 2));
        assertThat(history().removeExpired(10)).isZero();
        assertThat(found().state()).isEqualTo(TaskState.SUCCESS);
    }

}
