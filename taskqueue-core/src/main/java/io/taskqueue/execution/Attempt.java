package io.taskqueue.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskDefinition;
import io.taskqueue.TaskOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.SettlesInTransaction;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.message.Embed;
import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.TaskBody;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/**
 * One run of one delivery, from being handed out to its ending. It ends once: when the
 * body returns or throws, or before that when its hard time limit passes or its worker
 * gives it up; whatever the body does afterwards changes nothing.
 */
public final class Attempt implements Runnable {

    private static final long PROGRESS_NANOS = 100_000_000L;

    private final TaskRunner runner;

    private final Delivery delivery;

    private final Predicate<Delivery> early;

    private final ScheduledExecutorService timer;

    private final BiConsumer<Attempt, Ending> sink;

    private final @Nullable TaskMessage message;

    private final AtomicReference<@Nullable Thread> endedBy = new AtomicReference<>();

    private final BodyThread body = new BodyThread();

    private volatile @Nullable Executable task;

    private volatile @Nullable Embed embed;

    private volatile @Nullable Instant began;

    private volatile long beganNanos;

    private volatile @Nullable Instant deadline;

    private volatile boolean settled;

    private long progressNanos;

    Attempt(TaskRunner runner, Delivery delivery, Predicate<Delivery> early, ScheduledExecutorService timer,
            BiConsumer<Attempt, Ending> sink) {
        this.runner = runner;
        this.delivery = delivery;
        this.early = early;
        this.timer = timer;
        this.sink = sink;
        this.message = (delivery.content() instanceof Content.Readable readable) ? readable.message() : null;
    }

    /** Says that a worker has it, where that is told. */
    public void received() {
        TaskMessage received = this.message;
        if (received == null) {
            return;
        }
        this.runner.log.received(received);
        note(TaskState.RECEIVED);
        this.runner.events.publish(new TaskEvent.TaskReceived(received.id(), received.task(), received.queue(),
                this.runner.time.now(), number(), this.delivery.deliveries()));
    }

    /** Runs it to its end, on this thread. Does not throw. */
    @Override
    public void run() {
        end(outcome());
    }

    /**
     * Ends it for another worker without having begun it, or because this worker cannot
     * wait for its body any longer.
     * @return whether that was its end
     */
    public boolean release() {
        boolean released = end(new Outcome.Released());
        this.body.interrupt(BodyThread.Reason.STOP);
        return released;
    }

    /**
     * Wishes that it stops, because it was revoked. Before its body begins it will not
     * begin.
     */
    public void revoke() {
        this.body.interrupt(BodyThread.Reason.REVOKED);
    }

    /**
     * Wishes that it stops, because its worker does. Its message then goes to another.
     */
    public void interrupt() {
        this.body.interrupt(BodyThread.Reason.STOP);
    }

    /**
     * Whether it was this thread that brought it to its end, rather than a time limit or
     * a worker that gave it up.
     */
    public boolean endedByThisThread() {
        return this.endedBy.get() == Thread.currentThread();
    }

    /** What was handed out. */
    public Delivery delivery() {
        return this.delivery;
    }

    /** The task's id, or {@code null} where the delivery holds no message. */
    public @Nullable String id() {
        return (this.message != null) ? this.message.id() : null;
    }

    /** The task's name, or {@code null} where the delivery holds no message. */
    public @Nullable String name() {
        return (this.message != null) ? this.message.task() : null;
    }

    /** When its body began, or {@code null} before that. */
    public @Nullable Instant began() {
        return this.began;
    }

    /** Which attempt of the task it is, counted from one, snoozes left out. */
    public int number() {
        TaskMessage known = this.message;
        return (known != null) ? known.attempt() - known.headers().snoozes() : 1;
    }

    /**
     * Where its body is right now, the innermost call first and ours left out; empty
     * before it has begun and after its end.
     */
    public List<StackTraceElement> stack() {
        return Arrays.stream(this.body.stack())
            .takeWhile((frame) -> !frame.getClassName().startsWith(RegisteredTask.class.getPackageName() + "."))
            .filter((frame) -> !frame.getClassName().startsWith("jdk.internal.reflect.")
                    && !frame.getClassName().startsWith("java.lang.reflect."))
            .toList();
    }

    /** How long its body has run. */
    public Duration runtime() {
        return (this.began != null) ? Duration.ofNanos(this.runner.time.nanos() - this.beganNanos) : Duration.ZERO;
    }

    TaskMessage message() {
        if (this.message == null) {
            throw new IllegalStateException("This delivery holds no message");
        }
        return this.message;
    }

    @Nullable TaskMessage messageOrNull() {
        return this.message;
    }

    TaskDefinition definition() {
        Executable known = this.task;
        if (known == null) {
            throw new IllegalStateException("This attempt has not begun");
        }
        return known.definition();
    }

    TaskOptions options() {
        Executable known = this.task;
        return (known != null) ? known.definition().options() : TaskOptions.DEFAULT;
    }

    /**
     * What is to follow it; nothing where that cannot be read, since then it does not run
     * either.
     */
    Embed embed() {
        Embed known = this.embed;
        if (known == null) {
            try {
                known = Embed.of(this.runner.codec.readBody(message()).embed());
            }
            catch (MalformedMessageException unreadable) {
                known = Embed.NONE;
            }
            this.embed = known;
        }
        return known;
    }

    /** The end that the store holds, where anything follows from it. */
    Optional<TaskResult> endStored() {
        return embed().none() ? Optional.empty()
                : Optional.ofNullable(this.runner.journal.backend().find(List.of(message().id())).get(message().id()))
                    .filter((end) -> end.state().terminal());
    }

    boolean ignoresResult() {
        return message().headers().ignoreResult() || options().ignoreResult();
    }

    boolean settled() {
        return this.settled;
    }

    boolean cancelled() {
        return this.body.reason() != null || this.endedBy.get() != null;
    }

    @Nullable Instant deadline() {
        return this.deadline;
    }

    void tell(Progress progress) {
        long now = this.runner.time.nanos();
        boolean complete = progress.done() >= progress.total();
        if (complete || this.progressNanos == 0 || now - this.progressNanos >= PROGRESS_NANOS) {
            this.progressNanos = now;
            tell(statement(TaskState.PROGRESS).progress(progress));
        }
    }

    void tell(TaskState own, @Nullable Object value) {
        tell(statement(own).value(this.runner.values.write(value)));
    }

    private void tell(TaskResult statement) {
        if (this.endedBy.get() == null && !ignoresResult()) {
            this.runner.journal.note(statement);
        }
    }

    private Outcome outcome() {
        try {
            return prepared();
        }
        catch (MalformedMessageException | TaskArgumentException unusable) {
            return rejected(unusable.getClass().getSimpleName(), String.valueOf(unusable.getMessage()));
        }
        catch (Throwable failure) {
            return new Outcome.Failed(failure);
        }
    }

    /**
     * Everything that may keep the body from running comes first, in the order in which
     * it is cheapest to know.
     */
    private Outcome prepared() {
        if (this.delivery.content() instanceof Content.Malformed malformed) {
            return rejected("Malformed", malformed.reason());
        }
        if (this.delivery.deliveries() > this.runner.options.maxDeliveries()) {
            return rejected("Poison", "it was handed out " + (this.delivery.deliveries() - 1)
                    + " times and each time its worker did not come to an end with it");
        }
        if (message().expired(this.runner.time.now())) {
            return new Outcome.Revoked(true);
        }
        Executable known = this.runner.known.find(message()).orElse(null);
        if (known == null) {
            return (this.runner.home != null) ? rejected("UnknownTask", "no task of its name is known here")
                    : new Outcome.Parked();
        }
        this.task = known;
        TaskBody content = this.runner.codec.readBody(message());
        this.embed = Embed.of(content.embed());
        Optional<TaskResult> end = this.runner.repeats.end(message(),
                known.deduplicated() || (this.delivery.deliveries() > 1 && !embed().none()));
        if (end.isPresent()) {
            return new Outcome.Stood(end.get());
        }
        if (this.runner.repeats.superseded(message())) {
            return new Outcome.Superseded();
        }
        @Nullable Object[] args = known.bind(this.runner.binder, content);
        return begin(known, args);
    }

    private Outcome begin(Executable known, @Nullable Object[] args) {
        if (options().acks() == SharedTask.Acknowledgement.EARLY) {
            if (!this.early.test(this.delivery)) {
                return new Outcome.Released();
            }
            this.settled = true;
        }
        this.beganNanos = this.runner.time.nanos();
        this.began = this.runner.time.now();
        noteStart();
        try (TimeLimits limits = TimeLimits.arm(this, this.timer)) {
            this.deadline = limits.deadline(this.runner.time.now());
            Invocation invocation = new Invocation(this.runner, known, message(), new RunningTask(this), args);
            Supplier<Outcome> run = () -> this.body.run(invocation::outcome, limits.soft());
            return known.transactional() ? inTransaction(run) : run.get();
        }
    }

    /** The outcome where it has not been made durable with the transaction. */
    private Outcome inTransaction(Supplier<Outcome> run) {
        TransactionalRun within = new TransactionalRun(this, run);
        SettlesInTransaction able = this.runner.transactions;
        if (able == null) {
            throw new IllegalStateException("A transactional task needs the JDBC broker and results in its database");
        }
        Answer answer = able.inTransaction(this.runner.journal.backend(), within::completion);
        Ending ending = within.ending(answer, this.runner.endings);
        if (ending != null) {
            this.sink.accept(this, ending);
        }
        return within.outcome(answer);
    }

    /** Whether it is this thread that brings it to its end. */
    boolean claimEnd() {
        return this.endedBy.compareAndSet(null, Thread.currentThread());
    }

    Ending tell(Outcome outcome) {
        return outcome.tell(this.runner.endings, this);
    }

    private void noteStart() {
        TaskMessage starting = message();
        if (this.runner.journal.history() || options().trackStarted()) {
            note(TaskState.STARTED);
        }
        this.runner.events.publish(new TaskEvent.TaskStarted(starting.id(), starting.task(), starting.queue(),
                this.runner.time.now(), number()));
    }

    private void note(TaskState state) {
        if ((this.runner.journal.history() || !state.equals(TaskState.RECEIVED)) && !ignoresResult()) {
            this.runner.journal.note(statement(state));
        }
    }

    private TaskResult statement(TaskState state) {
        return this.runner.statements.of(this.delivery, message(), state);
    }

    /** The hard limit: ends it as failed, whether its body listens or not. */
    void timeOut(Throwable failure) {
        end(new Outcome.Failed(failure));
        this.body.interrupt(BodyThread.Reason.LIMIT);
    }

    /** The soft limit: interrupts the body, which may clean up. */
    void softTimeOut() {
        this.body.interrupt(BodyThread.Reason.SOFT_LIMIT);
    }

    private boolean end(Outcome outcome) {
        if (this.endedBy.compareAndSet(null, Thread.currentThread())) {
            this.sink.accept(this, outcome.tell(this.runner.endings, this));
            return true;
        }
        return false;
    }

    private static Outcome rejected(String type, String reason) {
        return new Outcome.Rejected(TaskError.of(type, reason));
    }

}
