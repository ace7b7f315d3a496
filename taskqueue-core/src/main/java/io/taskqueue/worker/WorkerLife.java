package io.taskqueue.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.QueueOperations;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.broker.Settlement;
import io.taskqueue.execution.Attempt;
import io.taskqueue.execution.Completer;
import io.taskqueue.execution.Ending;
import io.taskqueue.message.TimeSource;

/**
 * A worker from its start to its stop: the threads it owns and what they share. A worker
 * that is started again gets a new one.
 */
final class WorkerLife {

    private static final Logger logger = LoggerFactory.getLogger(WorkerLife.class);

    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final int BACKLOG = 100;

    private final WorkerParts parts;

    private final WorkerOptions options;

    private final Instant started;

    private final Consumer consumer;

    private final ExecutorService threads;

    private final ScheduledThreadPoolExecutor timer;

    private final Slots slots;

    private final Flusher flusher;

    private final Thread flushThread;

    private final OpenQueues openQueues;

    private final Caretaker caretaker;

    private final Broadcast.Subscription wishes;

    private volatile boolean givingBack;

    private volatile Fetcher fetcher;

    private volatile Thread fetchThread;

    WorkerLife(WorkerParts parts, WorkerOptions options) {
        this.parts = parts;
        this.options = options;
        this.started = parts.time().now();
        this.consumer = parts.broker()
            .consume(new ConsumerOptions(options.name(), options.capacity(), options.strict()));
        this.threads = parts.threads().get();
        this.timer = WorkerThreads.timer();
        this.slots = new Slots(options.concurrency(), this.threads, new RunTimes(options.lookAhead()));
        this.flusher = new Flusher(new Completer(parts.broker(), this.consumer, parts.runner()), this.slots::wake);
        this.openQueues = new OpenQueues(options.queues(), parts.wishes(), parts.time());
        this.fetcher = new Fetcher(this);
        this.caretaker = new Caretaker(this, parts, options.sweep(), this.timer);
        this.flushThread = WorkerThreads.named("taskqueue-flusher", true, this.flusher);
        this.fetchThread = WorkerThreads.named("taskqueue-fetcher", false, this.fetcher);
        this.wishes = parts.broadcast().listen(Set.of("revoke", QueueOperations.CHANGED), this::heard);
    }

    void start() {
        this.flushThread.start();
        this.caretaker.start();
        this.fetchThread.start();
    }

    /**
     * Stops taking tasks, finishes what can be finished in time, and gives the rest back.
     */
    void stop() throws InterruptedException {
        try {
            finish(this.parts.time().nanos() + this.options.shutdownTimeout().toNanos());
        }
        finally {
            end();
        }
    }

    private void finish(long deadline) throws InterruptedException {
        if (this.parts.broker().capability(ProcessLocal.class).isPresent()) {
            // what waits in this process' memory ends with it, so it is run as long as
            // there is time
            this.fetcher.drain();
            this.fetchThread.interrupt();
            this.fetchThread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left(deadline))));
            this.slots.awaitIdle(left(deadline));
        }
        this.fetcher.stop();
        this.fetchThread.interrupt();
        this.slots.unstarted().forEach(Attempt::release);
        this.fetchThread.join(GRACE.toMillis());
        this.slots.unstarted().forEach(Attempt::release);
        if (!this.slots.awaitIdle(left(deadline))) {
            giveUp();
        }
        if (!this.flusher.finish(Math.max(GRACE.toNanos(), left(deadline)))) {
            logger.warn("Stopped with {} outcomes that could not be made durable; their messages go back",
                    this.flusher.backlog());
        }
    }

    private void giveUp() throws InterruptedException {
        List<Attempt> late = this.slots.running();
        logger.info("Interrupting {} tasks that did not end within {}; their messages go back", late.size(),
                this.options.shutdownTimeout());
        late.forEach(Attempt::interrupt);
        if (!this.slots.awaitIdle(GRACE.toNanos())) {
            List<Attempt> stuck = this.slots.running();
            logger.warn("{} tasks do not listen to interruption; their messages go back", stuck.size());
            stuck.forEach(Attempt::release);
        }
    }

    private void end() throws InterruptedException {
        this.fetcher.stop();
        this.fetchThread.interrupt();
        this.wishes.close();
        this.caretaker.close();
        this.timer.shutdownNow();
        this.threads.shutdownNow();
        this.consumer.close();
        this.flushThread.interrupt();
        this.flushThread.join(GRACE.toMillis());
        this.timer.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        this.threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private long left(long deadline) {
        return Math.max(0, deadline - this.parts.time().nanos());
    }

    /** Replaces a loop that has stopped coming round. */
    void restartFetcher() {
        Fetcher stuck = this.fetcher;
        Thread stuckThread = this.fetchThread;
        this.fetcher = new Fetcher(this);
        this.fetchThread = WorkerThreads.named("taskqueue-fetcher", false, this.fetcher);
        // before the other one ends: it may be all that keeps the process alive
        this.fetchThread.start();
        stuck.stop();
        stuckThread.interrupt();
    }

    Fetcher fetcher() {
        return this.fetcher;
    }

    Attempt attempt(Delivery delivery) {
        return this.parts.runner().attempt(delivery, this::acknowledge, this.timer, this::ended);
    }

    /**
     * How many more endings may come before those that are not durable yet have to go
     * first.
     */
    int roomLeft() {
        int backlog = this.flusher.backlog();
        this.givingBack = this.givingBack && backlog > 0;
        return (this.givingBack || this.flusher.trouble() != null) ? 0 : this.options.capacity() + BACKLOG - backlog;
    }

    /** Gives back what has not begun; there is no room until the broker has it. */
    void giveBack(List<Attempt> unstarted) {
        if (unstarted.isEmpty()) {
            return;
        }
        this.givingBack = true;
        unstarted.forEach(Attempt::release);
    }

    List<String> openQueues() {
        return this.openQueues.now();
    }

    boolean anyQueuePaused() {
        return this.openQueues.anyPaused();
    }

    Set<String> revoked(Collection<String> ids) {
        return this.parts.wishes().revoked(ids);
    }

    Consumer consumer() {
        return this.consumer;
    }

    Slots slots() {
        return this.slots;
    }

    TimeSource time() {
        return this.parts.time();
    }

    /** These deliveries belong to somebody else now. */
    void lost(Set<String> tokens) {
        for (Attempt attempt : this.slots.held()) {
            if (tokens.contains(attempt.delivery().token())) {
                logger.warn("Task {} was taken from this worker, which did not renew its lease in time", attempt.id());
                attempt.interrupt();
            }
        }
    }

    WorkerStatus status(WorkerStatus.State state) {
        List<WorkerStatus.Running> running = this.slots.running()
            .stream()
            .filter((attempt) -> attempt.id() != null)
            .map((attempt) -> new WorkerStatus.Running(Objects.requireNonNull(attempt.id()),
                    Objects.requireNonNull(attempt.name()), attempt.number(), attempt.began()))
            .toList();
        return new WorkerStatus(this.options.name(), state, this.options.queues(), this.options.concurrency(),
                this.started, this.slots.held().size() - this.slots.running().size(), this.flusher.backlog(), running,
                this.parts.runner().unknownNames(), trouble());
    }

    List<HeldTask> held() {
        return this.slots.held().stream().flatMap((attempt) -> HeldTask.of(attempt).stream()).toList();
    }

    List<StackTraceElement> stack(String id) {
        return this.slots.running()
            .stream()
            .filter((attempt) -> id.equals(attempt.id()))
            .map(Attempt::stack)
            .filter((stack) -> !stack.isEmpty())
            .findFirst()
            .orElse(List.of());
    }

    private @Nullable String trouble() {
        Exception flushing = this.flusher.trouble();
        Exception fetching = this.fetcher.trouble();
        if (flushing != null) {
            return "outcomes cannot be made durable: " + flushing;
        }
        return (fetching != null) ? "nothing can be fetched: " + fetching : this.caretaker.trouble();
    }

    private void heard(Broadcast.Notice notice) {
        if (notice.topic().equals(QueueOperations.CHANGED)) {
            this.openQueues.refresh();
        }
        else {
            revoke(notice.fields().get("ids"));
        }
    }

    private void revoke(@Nullable Object ids) {
        if (ids instanceof Collection<?> revoked) {
            for (Attempt attempt : this.slots.held()) {
                if (revoked.contains(attempt.id())) {
                    attempt.revoke();
                }
            }
        }
    }

    /** Makes an ending durable that no attempt of this worker led to. */
    void finish(Ending ending) {
        this.flusher.add(ending);
    }

    private void ended(Attempt attempt, Ending ending) {
        this.flusher.add(ending);
        this.slots.ended(attempt);
    }

    private boolean acknowledge(Delivery delivery) {
        return this.consumer.settle(List.of(Completion.of(delivery, Settlement.acknowledge()))).get(0).isDone();
    }

}
