package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.lettuce.core.KeyValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.SafeText;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultPush;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.document.ResultDocument;

/**
 * A result store in Redis that Python shares: each task has one document where Celery
 * looks for it, in Celery's form, and every change is told on the channel where Celery
 * waits. Tasks can be searched as far as the index of recent ones reaches. The
 * connections stay open when it is closed; whoever made them closes them.
 */
public final class RedisResultBackend implements ResultBackend, TaskSearch, ResultPush {

    private static final Logger logger = LoggerFactory.getLogger(RedisResultBackend.class);

    private static final int STEP = 1_000;

    private final RedisConnections connections;

    private final Options options;

    private final byte[] recentKey;

    private final ResultWrites writes;

    private final ResultStore store;

    private final RecentTasks recentTasks;

    private final ResultChannels channels;

    private final RedisChords chords;

    private final RedisCanvases canvases;

    /**
     * @param connections the way to Redis; closed by whoever opened it
     * @param time when documents were read that do not tell their own moment
     */
    public RedisResultBackend(RedisConnections connections, Options options, TimeSource time) {
        RedisKeys keys = new RedisKeys(options.prefix());
        this.connections = connections;
        this.options = options;
        this.recentKey = keys.own("recent");
        this.writes = new ResultWrites(keys, options, time);
        this.store = new ResultStore(connections, this.writes, this.recentKey, options.recent());
        this.recentTasks = new RecentTasks(connections, this.writes, this.recentKey);
        this.chords = new RedisChords(connections, keys, options.expires());
        this.canvases = new RedisCanvases(connections, keys, options.expires());
        this.channels = new ResultChannels(connections.ear(), keys, this.writes);
    }

    @Override
    public List<Answer> store(Collection<TaskResult> results) {
        return this.store.store(results);
    }

    @Override
    public Map<String, TaskResult> find(Collection<String> ids) {
        List<String> all = List.copyOf(new LinkedHashSet<>(ids));
        return asking("read", () -> {
            Map<String, TaskResult> found = new HashMap<>();
            int place = 0;
            for (CompletableFuture<List<KeyValue<byte[], byte[]>>> reply : documents(all)) {
                for (KeyValue<byte[], byte[]> document : this.connections.await(reply)) {
                    read(all.get(place++), document.getValueOrElse(null), found);
                }
            }
            return found;
        });
    }

    private List<CompletableFuture<List<KeyValue<byte[], byte[]>>>> documents(List<String> ids) {
        List<CompletableFuture<List<KeyValue<byte[], byte[]>>>> replies = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += STEP) {
            byte[][] keys = keys(ids.subList(i, Math.min(ids.size(), i + STEP)));
            replies.add(this.connections.start((redis) -> redis.mget(keys)));
        }
        return replies;
    }

    private void read(String id, byte @Nullable [] document, Map<String, TaskResult> found) {
        ResultDocument read = (document != null) ? this.writes.read(id, document) : null;
        if (read != null) {
            found.put(id, read.record().last());
        }
        else if (document != null) {
            logger.debug("What is stored of task {} is no result document", SafeText.of(id));
        }
    }

    @Override
    public void forget(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        for (int i = 0; i < all.size(); i += STEP) {
            List<String> some = all.subList(i, Math.min(all.size(), i + STEP));
            asking("changed", () -> {
                CompletableFuture<Long> gone = this.connections.start((redis) -> redis.unlink(keys(some)));
                byte[][] members = some.stream().map(RedisKeys::bytes).toArray(byte[][]::new);
                this.connections.call((redis) -> redis.zrem(this.recentKey, members));
                return this.connections.await(gone);
            });
        }
    }

    private byte[][] keys(List<String> ids) {
        return ids.stream().map(this.writes::key).toArray(byte[][]::new);
    }

    @Override
    public TaskPage search(TaskFilter filter, @Nullable String after, int limit) {
        return asking("read", () -> this.recentTasks.search(filter, after, limit));
    }

    @Override
    public Map<TaskState, Long> count(TaskFilter filter) {
        return asking("read", () -> this.recentTasks.count(filter));
    }

    @Override
    public Subscription subscribe(String id, Consumer<TaskResult> listener) {
        return this.channels.subscribe(id, listener);
    }

    /** There is nothing to search in without an index of recent tasks. */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        if (type == ChordCounter.class) {
            return Optional.of(type.cast(this.chords));
        }
        if (type == CanvasStore.class) {
            return Optional.of(type.cast(this.canvases));
        }
        return (type == TaskSearch.class && this.options.recent() == 0) ? Optional.empty()
                : ResultBackend.super.capability(type);
    }

    @Override
    public String description() {
        return this.connections.description();
    }

    @Override
    public void close() {
        this.channels.close();
    }

    /**
     * What this statement comes to after the document that stands, for whoever writes it
     * in a script of their own.
     */
    ResultWrite write(TaskResult statement, byte @Nullable [] current) {
        return this.writes.write(statement, current);
    }

    RedisConnections connections() {
        return this.connections;
    }

    /** The key of the index of recent tasks. */
    byte[] recentKey() {
        return this.recentKey.clone();
    }

    /** How many tasks the index keeps; none is kept up where this is 0. */
    int recent() {
        return this.options.recent();
    }

    private <T> T asking(String what, Supplier<T> work) {
        try {
            return work.get();
        }
        catch (BrokerUnavailableException failure) {
            throw new ResultStoreException(
                    "The result store " + description() + " cannot be " + what + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * Where results lie, how long they stay, and how many can be searched.
     *
     * @param prefix what their keys begin with; empty where Celery's defaults are used
     * @param expires how long a task stays after it succeeded, or while it has not ended;
     * zero for ever
     * @param expiresFailed how long one stays that ended without success; zero for ever
     * @param recent how many of the newest tasks can be searched; 0 for none
     */
    public record Options(String prefix, Duration expires, Duration expiresFailed, int recent) {

        public Options {
            if (expires.isNegative() || expiresFailed.isNegative()) {
                throw new IllegalArgumentException(
                        "Results expire after a positive time or never, not after " + expires + " or " + expiresFailed);
            }
            if (recent < 0) {
                throw new IllegalArgumentException(
                        "The number of tasks that can be searched is 0 or more, not " + recent);
            }
        }

    }

}
