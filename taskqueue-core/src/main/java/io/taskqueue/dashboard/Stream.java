package io.taskqueue.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Those who watch, so many at most. Each is told on a thread of its own, so that one who
 * reads slowly delays nobody, and misses what it could not take.
 */
final class Stream {

    static final int MOST = 20;

    /** After it a browser comes back, and is looked at anew at the door. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Logger logger = LoggerFactory.getLogger(Stream.class);

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(0, MOST, 10, TimeUnit.SECONDS,
            new SynchronousQueue<>(), Stream::thread);

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "taskqueue-dashboard-stream");
        thread.setDaemon(true);
        return thread;
    }

    boolean watched() {
        return !this.watchers.isEmpty();
    }

    ServerResponse join(Supplier<String> first) {
        if (this.watchers.size() >= MOST) {
            throw new TurnedAwayException(503, "Too many watch already");
        }
        return ServerResponse.sse((connection) -> {
            Watcher watcher = new Watcher(connection);
            connection.onComplete(() -> this.watchers.remove(watcher));
            connection.onError((failure) -> this.watchers.remove(watcher));
            connection.onTimeout(connection::complete);
            this.watchers.add(watcher);
            watcher.hear(first.get());
        }, LONGEST);
    }

    /** Tells all; what is told is put into words once, for however many. */
    void tell(Supplier<String> news) {
        String words;
        try {
            words = news.get();
        }
        catch (RuntimeException failure) {
            logger.debug("There is nothing to tell", failure);
            return;
        }
        for (Watcher watcher : this.watchers) {
            if (watcher.busy.compareAndSet(false, true)) {
                tell(watcher, words);
            }
        }
    }

    private void tell(Watcher watcher, String words) {
        try {
            this.threads.execute(() -> watcher.hear(words));
        }
        catch (RejectedExecutionException full) {
            watcher.busy.set(false);
        }
    }

    void close() {
        this.watchers.forEach(Watcher::leave);
        this.watchers.clear();
        this.threads.shutdown();
    }

    /** One browser. */
    private final class Watcher {

        /** From the start, as the first words are told by the thread of the request. */
        private final AtomicBoolean busy = new AtomicBoolean(true);

        private final ServerResponse.SseBuilder connection;

        private Watcher(ServerResponse.SseBuilder connection) {
            this.connection = connection;
        }

        private void hear(String words) {
            try {
                this.connection.event("overview").data(words);
            }
            catch (IOException | IllegalStateException gone) {
                Stream.this.watchers.remove(this);
            }
            finally {
                this.busy.set(false);
            }
        }

        private void leave() {
            try {
                this.connection.complete();
            }
            catch (IllegalStateException gone) {
                logger.trace("A watcher had left", gone);
            }
        }

    }

}
