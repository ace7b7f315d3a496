package io.taskqueue;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.CallOptions;
import io.taskqueue.canvas.Signature;
import io.taskqueue.message.Due;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.WireSignature;

/**
 * A call in preparation: options first, then {@link #apply()}. Each method returns a new
 * call; nothing is sent before {@code apply}, which may be called more than once.
 *
 * @param <R> what the task returns
 */
public final class TaskCall<R extends @Nullable Object> implements CanvasCall<R> {

    private final TaskOperations tasks;

    private final Signature<R> signature;

    TaskCall(TaskOperations tasks, Signature<R> signature) {
        this.tasks = tasks;
        this.signature = signature;
    }

    /** Starts no sooner than this long after now. */
    public TaskCall<R> countdown(Duration delay) {
        return with(options().due(Due.after(delay)));
    }

    /** Starts no sooner than at this moment. */
    public TaskCall<R> eta(Instant moment) {
        return with(options().due(Due.at(moment)));
    }

    /** Does not start any more once so much time has passed. */
    public TaskCall<R> expires(Duration after) {
        return with(options().expires(Due.after(after)));
    }

    /** Does not start any more after this moment. */
    public TaskCall<R> expires(Instant moment) {
        return with(options().expires(Due.at(moment)));
    }

    /** Goes to this queue. */
    public TaskCall<R> queue(String queue) {
        return with(options().queue(queue));
    }

    /** Has this priority, 0 to 9, high first. */
    public TaskCall<R> priority(int priority) {
        return with(options().priority(priority));
    }

    /**
     * Has this id. Where the store can tell, a call with the id of another task is
     * refused with {@link DuplicateTaskException}.
     * @throws IllegalArgumentException if it cannot be an id; see {@link TaskId}
     */
    public TaskCall<R> id(String id) {
        return with(options().id(TaskId.require(id)));
    }

    /** Carries a header of the caller's own, a JSON value. */
    public TaskCall<R> header(String name, @Nullable Object value) {
        return with(options().header(name, value));
    }

    /** Has these time limits for one attempt; {@code null} leaves the task's own. */
    public TaskCall<R> timeLimits(@Nullable Duration hard, @Nullable Duration soft) {
        return with(options().timeLimits(hard, soft));
    }

    /** Stores no result. */
    public TaskCall<R> ignoreResult() {
        return with(options().ignoreResult(true));
    }

    /** Is sent at once, even inside a transaction, whether that commits or not. */
    public TaskCall<R> immediate() {
        return with(options().immediate(true));
    }

    /** Passes a keyword argument. */
    public TaskCall<R> kwarg(String name, @Nullable Object value) {
        return new TaskCall<>(this.tasks, this.signature.kwarg(name, value));
    }

    /** Expects a result of this type, for calls by name. */
    public <N> TaskCall<N> returning(Class<N> type) {
        return new TaskCall<>(this.tasks, this.signature.returning(type));
    }

    /**
     * Is followed by this once it has succeeded, with its result as the first argument
     * unless that call is immutable.
     */
    public TaskCall<R> link(CanvasCall<?> next) {
        return new TaskCall<>(this.tasks, this.signature.link(next.toCanvas()));
    }

    /**
     * Is followed by this once it has failed for good, with its id as the first argument
     * unless that call is immutable.
     */
    public TaskCall<R> onError(CanvasCall<?> errback) {
        return new TaskCall<>(this.tasks, this.signature.onError(errback.toCanvas()));
    }

    /** Takes no result of a task before it: it has all its arguments. */
    public TaskCall<R> immutable() {
        return new TaskCall<>(this.tasks, this.signature.asImmutable());
    }

    /** The call as a value. */
    public Signature<R> toSignature() {
        return this.signature;
    }

    @Override
    public Signature<R> toCanvas() {
        return this.signature;
    }

    @Override
    public WireSignature encode() {
        return this.tasks.encode(this.signature);
    }

    @Override
    public AsyncResult<R> apply() {
        return this.tasks.apply(this.signature);
    }

    private CallOptions options() {
        return this.signature.options();
    }

    private TaskCall<R> with(CallOptions options) {
        return new TaskCall<>(this.tasks, this.signature.with(options));
    }

}
