package io.taskqueue.broker;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls listeners, one after another in the order of what there is to tell, on one thread
 * of its own that begins with the first word and ends with {@link #close()}.
 */
public final class Courier implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Courier.class);

    private static final int CAPACITY = 10_000;

    private final BlockingQueue<Runnable> calls = new ArrayBlockingQueue<>(CAPACITY);

    private final String name;

    private @Nullable Thread thread;

    private volatile boolean closed;

    /** One whose thread will have this name. */
    public Courier(String name) {
        this.name = name;
    }

    /**
     * Has this called soon.
     * @return whether it will be: not where listeners are so slow that too much is
     * waiting for them
     */
    public boolean post(Runnable call) {
        return open() && this.calls.offer(call);
    }

    private synchronized boolean open() {
        if (this.thread == null && !this.closed) {
            this.thread = new Thread(this::run, this.name);
            this.thread.setDaemon(true);
            this.thread.start();
        }
        return !this.closed;
    }

    private void run() {
        try {
            while (!this.closed) {
                call(this.calls.take());
            }
        }
        catch (InterruptedException closing) {
            logger.debug("Nothing is told any more");
        }
    }

    private static void call(Runnable call) {
        try {
            call.run();
        }
        catch (Throwable failure) {
            // the next listener has done nothing wrong
            logger.warn("A listener failed", failure);
        }
    }

    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            this.closed = true;
            ending = this.thread;
        }
        this.calls.clear();
        if (ending != null && ending != Thread.currentThread()) {
            end(ending);
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
