package io.taskqueue.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.message.ManualTime;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultBackendContract;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MemoryResultBackendTests extends ResultBackendContract {

    private static final Duration DAY = Duration.ofDays(1);

    private final ManualTime time = new ManualTime();

    @Override
    protected ResultBackend open() {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, this.time);
    }

    private MemoryResultBackend small(int tasks) {
        return new MemoryResultBackend(new MemoryResultBackend.Options(DAY, DAY, tasks), this.time);
    }

    private static List<String> ids(MemoryResultBackend backend) {
        List<String> ids = new ArrayList<>();
        backend.search(TaskFilter.all(), null, 100).tasks().forEach((task) -> ids.add(0, task.id()));
        return ids;
    }

    private void tell(MemoryResultBackend backend, String id, TaskState state, int second) {
        backend.store(List.of(says(id, state, run(1, 1), second)));
        this.time.advance(Duration.ofSeconds(1));
    }

    @Test
    @Tag("G20")
    void firstToHaveEndedIsDroppedFirst() {
        MemoryResultBackend small = small(4);
        tell(small, "open", TaskState.QUEUED, 1);
        tell(small, "ended later", TaskState.STARTED, 2);
        tell(small, "failed", TaskState.FAILURE, 3);
        tell(small, "succeeded", TaskState.SUCCESS, 4);
        tell(small, "ended later", TaskState.SUCCESS, 5);
        tell(small, "new", TaskState.QUEUED, 6);
        assertThat(ids(small)).containsExactly("open", "ended later", "succeeded", "new");
        tell(small, "newer", TaskState.QUEUED, 7);
        assertThat(ids(small)).containsExactly("open", "ended later", "new", "newer");
    }

    @Test
    @Tag("G20")
    void firstHeardOfIsDroppedWhereNoneHasEnded() {
        MemoryResultBackend small = small(2);
        tell(small, "a", TaskState.QUEUED, 1);
        tell(small, "b", TaskState.QUEUED, 2);
        tell(small, "a", TaskState.STARTED, 3);
        tell(small, "c", TaskState.QUEUED, 4);
        assertThat(ids(small)).containsExactly("b", "c");
    }

    @Test
    @Tag("G20")
    void nothingIsLeftOfWhatIsForgotten() {
        MemoryResultBackend small = small(3);
        for (int i = 0; i < 10; i++) {
            tell(small, "m" + i, (i % 2 == 0) ? TaskState.SUCCESS : TaskState.QUEUED, i);
            small.forget(List.of("m" + i));
        }
        tell(small, "a", TaskState.QUEUED, 20);
        tell(small, "b", TaskState.SUCCESS, 21);
        assertThat(ids(small)).containsExactly("a", "b");
        assertThat(small.removeExpired(10)).isZero();
    }

    @Test
    @Tag("G19")
    void jumpingWallClockExpiresNothing() {
        store(says(TaskState.SUCCESS, run(1, 1), 1));
        this.time.jump(Duration.ofDays(30));
        assertThat(((MemoryResultBackend) backend()).removeExpired(10)).isZero();
        this.time.jump(Duration.ofDays(-60));
        this.time.advance(DAY);
        assertThat(((MemoryResultBackend) backend()).removeExpired(10)).isOne();
    }

    @Test
    void listenersAreCalledOnAThreadOfTheStore() throws InterruptedException {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        MemoryResultBackend backend = small(10);
        backend.subscribe(this.id, (told) -> threads.add(Thread.currentThread()));
        backend.store(List.of(says(TaskState.SUCCESS, run(1, 1), 1)));
        Thread caller = threads.poll(10, TimeUnit.SECONDS);
        assertThat(caller).isNotNull().isNotSameAs(Thread.currentThread());
        backend.close();
        caller.join(10_000);
        assertThat(caller.isAlive()).isFalse();
    }

    @Test
    void addingToWhatStandsIsNotTold() throws InterruptedException {
        BlockingQueue<TaskResult> heard = new LinkedBlockingQueue<>();
        MemoryResultBackend backend = small(10);
        backend.subscribe(this.id, heard::add);
        backend.store(List.of(says(TaskState.STARTED, run(1, 1), 1), queued(), says(TaskState.RECEIVED, run(1, 1), 0),
                says(TaskState.SUCCESS, run(1, 1), 2)));
        assertThat(heard.poll(10, TimeUnit.SECONDS)).extracting(TaskResult::state).isEqualTo(TaskState.STARTED);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).extracting(TaskResult::state).isEqualTo(TaskState.SUCCESS);
        backend.close();
    }

    @Test
    void optionsThatCannotWorkAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryResultBackend.Options(DAY, Duration.ZERO, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryResultBackend.Options(DAY.negated(), DAY, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryResultBackend.Options(DAY, DAY, 0));
    }

}
