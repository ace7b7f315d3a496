package io.taskqueue.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultListeners;
import io.taskqueue.result.ResultPush;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskHistory;
import io.taskqueue.result.TaskMatch;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.TaskStory;

/**
 * A result store in this process' memory, with every task's story. What it keeps ends
 * with the process.
 */
public final class MemoryResultBackend implements ResultBackend, TaskHistory, TaskSearch, ResultPush {

    private final Object monitor = new Object();

    private final MemoryTasks tasks;

    private final ResultListeners listeners = new ResultListeners();

    private final MemoryChords chords;

    private final MemoryCanvases canvases;

    public MemoryResultBackend(Options options, TimeSource time) {
        this.chords = new MemoryChords(time);
        this.canvases = new MemoryCanvases(options.expires(), time);
        this.tasks = new MemoryTasks(options, time);
    }

    @Override
    public List<Answer> store(Collection<TaskResult> results) {
        List<Answer> answers = new ArrayList<>(results.size());
        List<TaskResult> standing = new ArrayList<>();
        synchronized (this.monitor) {
            for (TaskResult statement : results) {
                answers.add(store(statement, standing));
            }
        }
        standing.forEach(this.listeners::tell);
        return answers;
    }

    private Answer store(TaskResult statement, List<TaskResult> standing) {
        TaskRecord before = this.tasks.get(statement.id());
        TaskStory.Folded folded = TaskStory.fold(before, statement);
        TaskResult last = folded.record().last();
        if (folded.record() != before) {
            this.tasks.put(folded.record());
        }
        if (folded.answer().isDone() && last.state().equals(statement.state()) && last.run().equals(statement.run())) {
            standing.add(last);
        }
        return folded.answer();
    }

    @Override
    public Map<String, TaskResult> find(Collection<String> ids) {
        Map<String, TaskResult> found = new HashMap<>();
        for (String id : ids) {
            TaskRecord task = this.tasks.get(id);
            if (task != null) {
                found.put(id, task.last());
            }
        }
        return found;
    }

    @Override
    public void forget(Collection<String> ids) {
        synchronized (this.monitor) {
            ids.forEach(this.tasks::remove);
        }
    }

    @Override
    public Optional<TaskRecord> record(String id) {
        return Optional.ofNullable(this.tasks.get(id));
    }

    @Override
    public int removeExpired(int limit) {
        synchronized (this.monitor) {
            return this.tasks.removeExpired(limit);
        }
    }

    @Override
    public TaskPage search(TaskFilter filter, @Nullable String after, int limit) {
        int most = Math.max(1, Math.min(MAX_PAGE, limit));
        Map<PlaceInTime, TaskRecord> from = (after != null)
                ? this.tasks.newestFirst().tailMap(PlaceInTime.parse(after), false) : this.tasks.newestFirst();
        List<TaskRecord> found = from.values().stream().filter(new TaskMatch(filter)).limit(most + 1L).toList();
        return (found.size() <= most) ? new TaskPage(found, null)
                : new TaskPage(found.subList(0, most), PlaceInTime.of(found.get(most - 1)).text());
    }

    @Override
    public Map<TaskState, Long> count(TaskFilter filter) {
        Map<TaskState, Long> counts = new HashMap<>();
        TaskMatch match = new TaskMatch(filter);
        for (TaskRecord task : this.tasks.newestFirst().values()) {
            if (match.test(task)) {
                counts.merge(task.state(), 1L, Long::sum);
            }
        }
        return counts;
    }

    @Override
    public Subscription subscribe(String id, Consumer<TaskResult> listener) {
        return this.listeners.subscribe(id, listener);
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return (type == ChordCounter.class) ? Optional.of(type.cast(this.chords)) : (type == CanvasStore.class)
                ? Optional.of(type.cast(this.canvases)) : ResultBackend.super.capability(type);
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public void close() {
        this.listeners.close();
    }

    /**
     * How long tasks stay, and how many.
     *
     * @param expires how long a task stays after it succeeded
     * @param expiresFailed how long one stays that ended without success
     * @param maxTasks the most tasks it keeps; of more, the first to have ended is
     * dropped, then the first heard of
     */
    public record Options(Duration expires, Duration expiresFailed, int maxTasks) {

        /** A day, and a hundred thousand tasks. */
        public static final Options DEFAULT = new Options(Duration.ofDays(1), Duration.ofDays(1), 100_000);

        public Options {
            if (expires.isNegative() || expires.isZero() || expiresFailed.isNegative() || expiresFailed.isZero()) {
                throw new IllegalArgumentException(
                        "Results expire after a positive time, not after " + expires + " or " + expiresFailed);
            }
            if (maxTasks < 1) {
                throw new IllegalArgumentException("A memory store keeps at least one task, not " + maxTasks);
            }
        }

    }

}
