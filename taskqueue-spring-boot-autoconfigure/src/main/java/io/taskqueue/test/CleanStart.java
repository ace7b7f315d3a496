package io.taskqueue.test;

import java.time.Duration;
import java.util.List;

import org.springframework.context.ApplicationListener;
import org.springframework.test.context.event.BeforeTestMethodEvent;

import io.taskqueue.admission.Wishes;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskSearch;

/** Forgets, before each test method, what the one before it left behind. */
final class CleanStart implements ApplicationListener<BeforeTestMethodEvent> {

    /** Longer than any wish is kept. */
    private static final Duration AGES = Duration.ofDays(1_000);

    private final RecordingBroker broker;

    private final InlineWorker worker;

    private final TaskJournal journal;

    private final Wishes wishes;

    private final TestTime time;

    CleanStart(RecordingBroker broker, InlineWorker worker, TaskJournal journal, Wishes wishes, TestTime time) {
        this.broker = broker;
        this.worker = worker;
        this.journal = journal;
        this.wishes = wishes;
        this.time = time;
    }

    @Override
    public void onApplicationEvent(BeforeTestMethodEvent event) {
        this.broker.clear();
        this.worker.clear();
        this.wishes.paused().forEach(this.wishes::resume);
        // what is noted and not yet written would come back later
        this.journal.flush(Duration.ofSeconds(5));
        forgetResults();
        this.time.reset(AGES);
    }

    private void forgetResults() {
        if (!(this.journal.backend() instanceof MemoryResultBackend results)) {
            return;
        }
        List<String> ids;
        do {
            ids = results.search(TaskFilter.all(), null, TaskSearch.MAX_PAGE)
                .tasks()
                .stream()
                .map(TaskRecord::id)
                .toList();
            results.forget(ids);
        }
        while (!ids.isEmpty());
    }

}
