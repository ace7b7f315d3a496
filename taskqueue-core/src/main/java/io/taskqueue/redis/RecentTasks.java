package io.taskqueue.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.lettuce.core.KeyValue;
import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskMatch;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.document.ResultDocument;

/**
 * Finds tasks by way of the index of the most recent ones. What the filter leaves out is
 * read all the same: the index is bounded so that this is.
 */
final class RecentTasks implements TaskSearch {

    private static final Script SWEEP = Script.named("sweep");

    private final RedisConnections connections;

    private final ResultWrites documents;

    private final byte[] index;

    RecentTasks(RedisConnections connections, ResultWrites documents, byte[] index) {
        this.connections = connections;
        this.documents = documents;
        this.index = index;
    }

    @Override
    public TaskPage search(TaskFilter filter, @Nullable String after, int limit) {
        int most = Math.max(1, Math.min(MAX_PAGE, limit));
        RecentWalk walk = walk(filter, (after != null) ? RecentPlace.parse(after) : null);
        TaskMatch match = new TaskMatch(filter);
        List<Found> found = new ArrayList<>();
        while (found.size() <= most && walk.goesOn()) {
            found(walk.next()).stream().filter((task) -> match.test(task.record())).forEach(found::add);
        }
        List<Found> page = found.subList(0, Math.min(most, found.size()));
        return new TaskPage(page.stream().map(Found::record).toList(),
                (found.size() > most) ? page.get(most - 1).place().text() : null);
    }

    @Override
    public Map<TaskState, Long> count(TaskFilter filter) {
        RecentWalk walk = walk(filter, null);
        TaskMatch match = new TaskMatch(filter);
        Map<TaskState, Long> counts = new HashMap<>();
        while (walk.goesOn()) {
            for (Found task : found(walk.next())) {
                if (match.test(task.record())) {
                    counts.merge(task.record().state(), 1L, Long::sum);
                }
            }
        }
        return counts;
    }

    private RecentWalk walk(TaskFilter filter, @Nullable RecentPlace after) {
        return new RecentWalk(this.connections, this.index, filter.from(), filter.to(), after);
    }

    private List<Found> found(List<RecentPlace> places) {
        if (places.isEmpty()) {
            return List.of();
        }
        byte[][] keys = places.stream().map((place) -> this.documents.key(place.id())).toArray(byte[][]::new);
        List<KeyValue<byte[], byte[]>> documents = this.connections.call((redis) -> redis.mget(keys));
        List<Found> found = new ArrayList<>();
        List<RecentPlace> gone = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            byte[] document = documents.get(i).getValueOrElse(null);
            ResultDocument read = (document != null) ? this.documents.read(places.get(i).id(), document) : null;
            if (read != null) {
                found.add(new Found(places.get(i), read.record()));
            }
            else if (document == null) {
                gone.add(places.get(i));
            }
        }
        sweep(gone);
        return found;
    }

    /** By a script, since a task may be told of again meanwhile. */
    private void sweep(List<RecentPlace> gone) {
        if (!gone.isEmpty()) {
            List<byte[]> keys = new ArrayList<>(gone.stream().map((place) -> this.documents.key(place.id())).toList());
            keys.add(this.index);
            this.connections.run(SWEEP, keys, gone.stream().map((place) -> RedisKeys.bytes(place.id())).toList());
        }
    }

    /**
     * A task of the index.
     *
     * @param place where it stands there
     * @param record its story
     */
    private record Found(RecentPlace place, TaskRecord record) {
    }

}
