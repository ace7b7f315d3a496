package io.taskqueue.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskState;

/**
 * The stories a memory store keeps, so many at most, and the order in which they are
 * dropped. One thread at a time changes it, any read it meanwhile.
 */
final class MemoryTasks {

    private final Map<String, TaskRecord> byId = new ConcurrentHashMap<>();

    private final ConcurrentNavigableMap<PlaceInTime, TaskRecord> newestFirst = new ConcurrentSkipListMap<>();

    private final Map<String, Long> open = new LinkedHashMap<>();

    /**
     * When each ended, in nanoseconds of the time source; the first to end comes first.
     */
    private final Map<String, Long> succeeded = new LinkedHashMap<>();

    private final Map<String, Long> failed = new LinkedHashMap<>();

    private final MemoryResultBackend.Options options;

    private final TimeSource time;

    MemoryTasks(MemoryResultBackend.Options options, TimeSource time) {
        this.options = options;
        this.time = time;
    }

    @Nullable TaskRecord get(String id) {
        return this.byId.get(id);
    }

    ConcurrentNavigableMap<PlaceInTime, TaskRecord> newestFirst() {
        return this.newestFirst;
    }

    void put(TaskRecord task) {
        TaskRecord before = this.byId.put(task.id(), task);
        if (before != null && !before.created().equals(task.created())) {
            this.newestFirst.remove(PlaceInTime.of(before));
        }
        this.newestFirst.put(PlaceInTime.of(task), task);
        if (task.state().terminal()) {
            this.open.remove(task.id());
        }
        drawer(task.state()).putIfAbsent(task.id(), this.time.nanos());
        if (this.byId.size() > this.options.maxTasks()) {
            remove(firstToGo());
        }
    }

    void remove(String id) {
        TaskRecord task = this.byId.remove(id);
        if (task != null) {
            this.newestFirst.remove(PlaceInTime.of(task));
            drawer(task.state()).remove(id);
        }
    }

    int removeExpired(int limit) {
        int removed = 0;
        while (removed < limit && (removeFirst(this.succeeded, DelayedMessages.nanos(this.options.expires()))
                || removeFirst(this.failed, DelayedMessages.nanos(this.options.expiresFailed())))) {
            removed++;
        }
        return removed;
    }

    private boolean removeFirst(Map<String, Long> ended, long keep) {
        Map.Entry<String, Long> first = first(ended);
        boolean expired = first != null && this.time.nanos() - first.getValue() >= keep;
        if (first != null && expired) {
            remove(first.getKey());
        }
        return expired;
    }

    /** What has ended goes before what may yet be asked for. */
    private String firstToGo() {
        Map.Entry<String, Long> success = first(this.succeeded);
        Map.Entry<String, Long> failure = first(this.failed);
        if (success == null || failure == null) {
            Map.Entry<String, Long> ended = (success != null) ? success : failure;
            return (ended != null) ? ended.getKey() : this.open.keySet().iterator().next();
        }
        return (failure.getValue() - success.getValue() < 0) ? failure.getKey() : success.getKey();
    }

    private static Map.@Nullable Entry<String, Long> first(Map<String, Long> entries) {
        return entries.isEmpty() ? null : entries.entrySet().iterator().next();
    }

    private Map<String, Long> drawer(TaskState state) {
        if (!state.terminal()) {
            return this.open;
        }
        return state.equals(TaskState.SUCCESS) ? this.succeeded : this.failed;
    }

}
