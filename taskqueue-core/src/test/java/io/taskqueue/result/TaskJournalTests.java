package io.taskqueue.result;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TaskJournalTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Recorder store = new Recorder();

    @Test
    void notesAreWrittenBehindAndTogether() {
        try (TaskJournal journal = new TaskJournal(this.store)) {
            IntStream.range(0, 500).forEach((i) -> journal.note(statement(i, TaskState.QUEUED)));
            await().atMost(SOON).until(() -> this.store.statements() == 500);
            assertThat(this.store.batches).hasSizeLessThan(100);
        }
    }

    @Test
    void outcomeTakesAlongWhatWasNoted() {
        try (TaskJournal journal = new TaskJournal(this.store)) {
            journal.note(statement(1, TaskState.QUEUED));
            List<Answer> answers = journal.store(List.of(statement(1, TaskState.SUCCESS)));
            assertThat(answers).containsExactly(Answer.done());
            assertThat(this.store.batches.stream().flatMap(List::stream)).extracting(TaskResult::state)
                .containsExactly(TaskState.QUEUED, TaskState.SUCCESS);
        }
    }

    @Test
    @Tag("G14")
    void notesAreKeptWhileTheStoreIsAway() {
        try (TaskJournal journal = new TaskJournal(this.store)) {
            this.store.down = true;
            journal.note(statement(1, TaskState.QUEUED));
            assertThat(journal.store(List.of(statement(2, TaskState.SUCCESS)))).allMatch(Answer::retryable);
            assertThat(journal.flush(Duration.ofMillis(100))).isFalse();
            this.store.down = false;
            await().atMost(SOON).until(() -> this.store.statements() == 1);
        }
    }

    @Test
    @Tag("G20")
    void notesAreBoundedAndTheCallerNeverWaits() {
        try (TaskJournal journal = new TaskJournal(this.store)) {
            this.store.down = true;
            IntStream.range(0, 50_000).forEach((i) -> journal.note(statement(i, TaskState.QUEUED)));
            this.store.down = false;
            assertThat(journal.flush(SOON)).isTrue();
            assertThat(journal.dropped()).isPositive();
            assertThat(this.store.statements() + journal.dropped()).isEqualTo(50_000);
        }
    }

    @Test
    void flushAwaitsNotesThatAnOutcomeTookAlong() throws InterruptedException {
        try (TaskJournal journal = new TaskJournal(this.store)) {
            this.store.gate = new CountDownLatch(1);
            journal.note(statement(1, TaskState.QUEUED));
            Thread storing = new Thread(() -> journal.store(List.of(statement(2, TaskState.SUCCESS))));
            storing.start();
            await().atMost(SOON).until(() -> this.store.waiting == 1);
            assertThat(journal.flush(Duration.ofMillis(50))).isFalse();
            this.store.gate.countDown();
            assertThat(journal.flush(SOON)).isTrue();
            assertThat(this.store.batches.stream().flatMap(List::stream)).extracting(TaskResult::id).contains("task-1");
            storing.join();
        }
    }

    @Test
    void flushWaitsForWhatWasNotedBeforeAndNoLonger() throws InterruptedException {
        try (TaskJournal journal = new TaskJournal(this.store)) {
            AtomicBoolean enough = new AtomicBoolean();
            Thread busy = new Thread(() -> {
                for (int i = 0; !enough.get(); i++) {
                    journal.note(statement(i, TaskState.QUEUED));
                }
            });
            busy.start();
            journal.note(statement(-1, TaskState.STARTED));
            assertThat(journal.flush(SOON)).isTrue();
            assertThat(this.store.knows("task--1")).isTrue();
            enough.set(true);
            busy.join();
        }
    }

    @Test
    void storeThatThrowsIsToldAgain() {
        this.store.broken = true;
        try (TaskJournal journal = new TaskJournal(this.store)) {
            journal.note(statement(1, TaskState.QUEUED));
            assertThat(journal.store(List.of(statement(2, TaskState.SUCCESS)))).allMatch(Answer::retryable);
            this.store.broken = false;
            await().atMost(SOON).until(() -> this.store.statements() == 1);
        }
    }

    @Test
    void closingWritesWhatIsNoted() {
        TaskJournal journal = new TaskJournal(this.store);
        journal.note(statement(1, TaskState.QUEUED));
        journal.close();
        assertThat(this.store.statements()).isEqualTo(1);
    }

    private static TaskResult statement(int id, TaskState state) {
        return TaskResult.of("task-" + id, state, TaskRun.NONE, Instant.EPOCH, TaskDetails.NONE);
    }

    private static final class Recorder implements ResultBackend, TaskHistory {

        private final List<List<TaskResult>> batches = Collections.synchronizedList(new ArrayList<>());

        private volatile boolean down;

        private volatile boolean broken;

        private volatile CountDownLatch gate = new CountDownLatch(0);

        private volatile int waiting;

        @Override
        public List<Answer> store(Collection<TaskResult> results) {
            pass();
            if (this.broken) {
                throw new IllegalStateException("broken");
            }
            if (this.down) {
                return results.stream().map((result) -> Answer.failed(new IllegalStateException("down"))).toList();
            }
            this.batches.add(List.copyOf(results));
            return Collections.nCopies(results.size(), Answer.done());
        }

        private void pass() {
            try {
                this.waiting = 1;
                this.gate.await();
            }
            catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean knows(String id) {
            synchronized (this.batches) {
                return this.batches.stream().flatMap(List::stream).anyMatch((told) -> told.id().equals(id));
            }
        }

        private int statements() {
            synchronized (this.batches) {
                return this.batches.stream().mapToInt(List::size).sum();
            }
        }

        @Override
        public Map<String, TaskResult> find(Collection<String> ids) {
            return Map.of();
        }

        @Override
        public void forget(Collection<String> ids) {
            this.batches.clear();
        }

        @Override
        public String description() {
            return "recorder";
        }

        @Override
        public Optional<TaskRecord> record(String id) {
            return Optional.empty();
        }

        @Override
        public int removeExpired(int limit) {
            return 0;
        }

    }

}
