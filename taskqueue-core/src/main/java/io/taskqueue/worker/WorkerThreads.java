package io.taskqueue.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The threads of workers, and their names. */
public final class WorkerThreads {

    private WorkerThreads() {
    }

    /**
     * Platform threads for tasks, as many as are needed at once; {@code kept} of them
     * stay. The worker bounds how many it uses; only a body that ignores its time limit
     * adds one.
     */
    public static Supplier<ExecutorService> platform(int kept) {
        return () -> new ThreadPoolExecutor(kept, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
                factory("taskqueue-"));
    }

    static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2, factory("taskqueue-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    static Thread named(String name, boolean daemon, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(daemon);
        return thread;
    }

    private static ThreadFactory factory(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return (work) -> named(prefix + number.incrementAndGet(), true, work);
    }

}
