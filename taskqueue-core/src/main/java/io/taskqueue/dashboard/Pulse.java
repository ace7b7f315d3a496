package io.taskqueue.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.console.OverviewView;
import io.taskqueue.console.QueuesView;
import io.taskqueue.console.Reader;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.message.TimeSource;

/**
 * What moves: the last quarter of an hour and the last hours in numbers, and everything
 * at a glance for those who watch. One thread looks at queues every few seconds; what
 * becomes of tasks it hears as it happens. However many watch, it looks once.
 */
final class Pulse {

    static final Duration STEP = Duration.ofSeconds(5);

    private static final Logger logger = LoggerFactory.getLogger(Pulse.class);

    private static final long BEAT = 2;

    /** How long the very first viewer waits for counts, in milliseconds. */
    private static final long PATIENCE = 200;

    private final Reader reader;

    private final TimeSource time;

    private final Counts counts;

    private final Timeline recent;

    private final Timeline hours;

    private final Stream stream = new Stream();

    private volatile @Nullable ScheduledExecutorService thread;

    private volatile boolean away;

    Pulse(Reader reader, TimeSource time) {
        this.reader = reader;
        this.time = time;
        this.counts = new Counts(reader::counts, time::nanos);
        this.recent = new Timeline(STEP, 180, time.now());
        this.hours = new Timeline(Duration.ofMinutes(2), 180, time.now());
    }

    /** Takes note of what became of a task; called by the thread that ran it. */
    void hear(TaskEvent event) {
        Instant now = this.time.now();
        this.recent.at(now).add(event);
        this.hours.at(now).add(event);
    }

    Stream stream() {
        return this.stream;
    }

    /** At once: in a large table the first count may come a moment later. */
    OverviewView overview() {
        ScheduledExecutorService thread = this.thread;
        if (thread != null && !this.counts.counted()) {
            patiently(thread.submit(this.counts::refresh));
        }
        return this.reader.overview(this.counts);
    }

    private static void patiently(Future<?> counting) {
        try {
            counting.get(PATIENCE, TimeUnit.MILLISECONDS);
        }
        catch (TimeoutException | ExecutionException late) {
            logger.debug("The first count takes its time", late);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    SeriesView series(boolean hours) {
        Instant now = this.time.now();
        this.recent.at(now);
        this.hours.at(now);
        return (hours ? this.hours : this.recent).view();
    }

    void start() {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Pulse::thread);
        thread.scheduleWithFixedDelay(this::look, 0, STEP.toSeconds(), TimeUnit.SECONDS);
        thread.scheduleWithFixedDelay(this::tell, BEAT, BEAT, TimeUnit.SECONDS);
        this.thread = thread;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "taskqueue-dashboard");
        thread.setDaemon(true);
        return thread;
    }

    private void look() {
        try {
            QueuesView queues = this.reader.queues();
            Instant now = this.time.now();
            this.recent.at(now).waiting(queues);
            this.hours.at(now).waiting(queues);
            this.away = false;
        }
        catch (RuntimeException failure) {
            if (!this.away) {
                logger.warn("The queues cannot be looked at", failure);
            }
            this.away = true;
        }
    }

    private void tell() {
        this.counts.refresh();
        if (this.stream.watched()) {
            this.stream.tell(() -> Answers.text(overview()));
        }
    }

    void stop() {
        ScheduledExecutorService thread = this.thread;
        if (thread != null) {
            thread.shutdownNow();
        }
        this.stream.close();
    }

}
