package io.taskqueue.redis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Listens on channels, all over one connection. When it is lost, a thread makes another
 * and subscribes again, for as long as that takes; what is said meanwhile is missed.
 */
final class Ear implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Ear.class);

    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(2);

    private static final long FIRST_PAUSE = 100;

    private static final long LONGEST_PAUSE = 2000;

    private final LettuceConnectionFactory factory;

    /** Held for moments only, never while waiting for Redis. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    private final List<Runnable> returns = new CopyOnWriteArrayList<>();

    private @Nullable Hearing hearing;

    private @Nullable Thread thread;

    /** Whether something was missed that the hooks should know about. */
    private volatile boolean deaf;

    private volatile boolean closed;

    Ear(LettuceConnectionFactory factory) {
        this.factory = factory;
    }

    /** One channel, who listens to it, and whether it is heard at the moment. */
    private static final class Channel {

        private final String name;

        private final List<Consumer<byte[]>> listeners = new CopyOnWriteArrayList<>();

        private CompletableFuture<Void> heard = new CompletableFuture<>();

        private Channel(String name) {
            this.name = name;
        }

    }

    /** Has this called whenever channels are heard again that were not for a while. */
    void onReturn(Runnable hook) {
        this.returns.add(hook);
    }

    /**
     * Listens to this channel until the handle is closed. Comes back once it is heard, or
     * soon without that: it will be when Redis is back. The listener is called on a
     * thread of the client's and must not block.
     */
    AutoCloseable listen(String channel, Consumer<byte[]> listener) {
        // each subscription is its own, even of the same listener
        Consumer<byte[]> own = (body) -> listener.accept(body);
        await(join(channel, own), this.deaf ? FIRST_PAUSE : PATIENCE);
        return () -> leave(channel, own);
    }

    private CompletableFuture<Void> join(String name, Consumer<byte[]> listener) {
        this.lock.lock();
        try {
            if (this.closed) {
                return CompletableFuture.completedFuture(null);
            }
            boolean first = !this.channels.containsKey(name);
            Channel channel = this.channels.computeIfAbsent(name, Channel::new);
            channel.listeners.add(listener);
            if (this.hearing == null) {
                comeBack();
            }
            else if (first) {
                subscribe(channel, this.hearing);
            }
            return channel.heard;
        }
        finally {
            this.lock.unlock();
        }
    }

    private CompletableFuture<Void> subscribe(Channel channel, Hearing hearing) {
        CompletableFuture<Void> heard = channel.heard;
        return hearing.subscribe(channel.name).whenComplete((done, failure) -> {
            if (failure == null) {
                heard.complete(null);
            }
            else {
                lost(hearing, failure);
            }
        });
    }

    private static boolean await(CompletableFuture<Void> happening, long millis) {
        try {
            happening.get(millis, TimeUnit.MILLISECONDS);
            return true;
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
        catch (ExecutionException | TimeoutException late) {
            return false;
        }
    }

    private void hear(String name, byte[] body) {
        Channel channel = this.channels.get(name);
        if (channel != null) {
            channel.listeners.forEach((listener) -> unharmed(() -> listener.accept(body)));
        }
    }

    private static void unharmed(Runnable call) {
        try {
            call.run();
        }
        catch (Throwable failure) {
            // the next one has done nothing wrong, nor has the client's thread
            logger.warn("A listener failed", failure);
        }
    }

    private void leave(String name, Consumer<byte[]> listener) {
        this.lock.lock();
        try {
            Channel channel = this.channels.get(name);
            if (channel != null && channel.listeners.remove(listener) && channel.listeners.isEmpty()) {
                this.channels.remove(name);
                if (this.hearing != null) {
                    this.hearing.unsubscribe(name);
                }
            }
        }
        finally {
            this.lock.unlock();
        }
    }

    private void lost(Hearing broken, @Nullable Throwable failure) {
        broken.end();
        this.lock.lock();
        try {
            if (this.hearing == broken) {
                this.hearing = null;
                fallDeaf(failure);
                this.channels.values().forEach((channel) -> {
                    channel.heard = channel.heard.isDone() ? new CompletableFuture<>() : channel.heard;
                });
                comeBack();
            }
        }
        finally {
            this.lock.unlock();
        }
    }

    private void comeBack() {
        if (this.thread == null && !this.closed && !this.channels.isEmpty()) {
            this.thread = new Thread(this::keepTrying, "taskqueue-redis-ear");
            this.thread.setDaemon(true);
            this.thread.start();
        }
    }

    private void keepTrying() {
        long pause = FIRST_PAUSE;
        try {
            while (behind()) {
                if (!reopened()) {
                    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause));
                    pause = Math.min(LONGEST_PAUSE, pause * 2);
                }
            }
        }
        catch (InterruptedException closing) {
            logger.debug("Nothing is heard any more");
        }
    }

    /** Whether there is still something to do; the thread that is told no has ended. */
    private boolean behind() {
        this.lock.lock();
        try {
            boolean behind = this.hearing == null && !this.closed && !this.channels.isEmpty();
            this.thread = behind ? this.thread : null;
            return behind;
        }
        finally {
            this.lock.unlock();
        }
    }

    private boolean reopened() {
        Hearing fresh;
        try {
            fresh = Hearing.open(this.factory.getRequiredNativeClient(), this::hear, (broken) -> lost(broken, null));
        }
        catch (RuntimeException failure) {
            fallDeaf(failure);
            return false;
        }
        if (!await(subscribeAll(fresh), PATIENCE)) {
            lost(fresh, null);
            return false;
        }
        hearAgain();
        return true;
    }

    private CompletableFuture<Void> subscribeAll(Hearing fresh) {
        this.lock.lock();
        try {
            if (this.closed) {
                fresh.end();
                return CompletableFuture.completedFuture(null);
            }
            this.hearing = fresh;
            return CompletableFuture.allOf(this.channels.values()
                .stream()
                .map((channel) -> subscribe(channel, fresh))
                .toArray(CompletableFuture[]::new));
        }
        finally {
            this.lock.unlock();
        }
    }

    private void fallDeaf(@Nullable Throwable failure) {
        if (!this.deaf && !this.closed) {
            this.deaf = true;
            logger.warn("The channels of Redis are not heard until it is back", failure);
        }
    }

    private void hearAgain() {
        if (this.deaf) {
            this.deaf = false;
            logger.info("The channels of Redis are heard again");
            this.returns.forEach(Ear::unharmed);
        }
    }

    @Override
    public void close() {
        Hearing last;
        Thread trying;
        this.lock.lock();
        try {
            this.closed = true;
            this.channels.clear();
            last = this.hearing;
            trying = this.thread;
            this.hearing = null;
        }
        finally {
            this.lock.unlock();
        }
        if (last != null) {
            await(last.end(), PATIENCE);
        }
        if (trying != null && trying != Thread.currentThread()) {
            end(trying);
        }
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

}
