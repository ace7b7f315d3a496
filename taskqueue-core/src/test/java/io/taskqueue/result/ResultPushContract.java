package io.taskqueue.result;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.result.ResultPush.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/** What every result store with {@link ResultPush} promises. */
public abstract class ResultPushContract extends ResultScenario {

    private final BlockingQueue<TaskResult> heard = new LinkedBlockingQueue<>();

    private ResultPush push() {
        return capability(ResultPush.class);
    }

    private TaskState next() throws InterruptedException {
        TaskResult told = this.heard.poll(10, TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        assertThat(told.id()).isEqualTo(this.id);
        return told.state();
    }

    @Test
    void tellsWhatWasAccepted() throws InterruptedException {
        push().subscribe(this.id, this.heard::add);
        store(says(TaskState.STARTED, run(1, 1), 1));
        assertThat(next()).isEqualTo(TaskState.STARTED);
        store(says(TaskState.SUCCESS, run(1, 1), 2).value("42"));
        TaskResult end = this.heard.poll(10, TimeUnit.SECONDS);
        assertThat(end).isNotNull();
        assertThat(end.state()).isEqualTo(TaskState.SUCCESS);
        assertThat(end.value()).isEqualTo("42");
    }

    @Test
    @Tag("G3")
    void doesNotTellWhatWasRefused() throws InterruptedException {
        push().subscribe(this.id, this.heard::add);
        store(says(TaskState.STARTED, run(1, 2), 1));
        assertThat(next()).isEqualTo(TaskState.STARTED);
        store(says(TaskState.SUCCESS, run(1, 1), 2));
        store(says(TaskState.FAILURE, run(1, 2), 3));
        TaskState told = next();
        // what was told just before may still have been on its way
        assertThat(told.equals(TaskState.STARTED) ? next() : told).isEqualTo(TaskState.FAILURE);
        store(says(TaskState.SUCCESS, run(1, 3), 4));
        assertThat(this.heard).extracting(TaskResult::state).doesNotContain(TaskState.SUCCESS);
    }

    @Test
    void tellsOfOneTaskOnly() throws InterruptedException {
        push().subscribe(this.id, this.heard::add);
        store(says(this.id + ".other", TaskState.SUCCESS, run(1, 1), 1), says(TaskState.SUCCESS, run(1, 1), 1));
        assertThat(next()).isEqualTo(TaskState.SUCCESS);
        assertThat(this.heard).isEmpty();
    }

    @Test
    void tellsAllWhoListen() throws InterruptedException {
        push().subscribe(this.id, this.heard::add);
        push().subscribe(this.id, this.heard::add);
        store(says(TaskState.SUCCESS, run(1, 1), 1));
        assertThat(List.of(next(), next())).containsOnly(TaskState.SUCCESS);
    }

    @Test
    void closedSubscriptionHearsNothingMore() throws InterruptedException {
        BlockingQueue<TaskResult> closed = new LinkedBlockingQueue<>();
        Subscription subscription = push().subscribe(this.id, closed::add);
        push().subscribe(this.id, this.heard::add);
        subscription.close();
        subscription.close();
        store(says(TaskState.SUCCESS, run(1, 1), 1));
        next();
        assertThat(closed).isEmpty();
    }

    @Test
    void throwingListenerHarmsNobody() throws InterruptedException {
        push().subscribe(this.id, (told) -> {
            throw new IllegalStateException("on purpose");
        });
        push().subscribe(this.id, this.heard::add);
        assertThat(store(says(TaskState.SUCCESS, run(1, 1), 1))).containsExactly(Answer.Fate.DONE);
        assertThat(next()).isEqualTo(TaskState.SUCCESS);
    }

}
