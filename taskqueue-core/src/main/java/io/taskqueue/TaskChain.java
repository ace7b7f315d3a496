package io.taskqueue;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.Chain;
import io.taskqueue.canvas.Signature;
import io.taskqueue.canvas.TaskMethod;
import io.taskqueue.message.WireSignature;

/**
 * A chain in preparation: tasks that run one after the other, each with the result of the
 * one before as its first argument. Each method returns a new chain. If a link fails for
 * good, those after it never run and end as it did.
 *
 * @param <R> what the last link returns
 */
public final class TaskChain<R extends @Nullable Object> implements CanvasCall<R>, TypedLinks<R> {

    private final TaskOperations tasks;

    private final Chain<R> chain;

    TaskChain(TaskOperations tasks, Chain<R> chain) {
        this.tasks = tasks;
        this.chain = chain;
    }

    @Override
    public <N extends @Nullable Object> TaskChain<N> link(TaskMethod method, @Nullable Object... rest) {
        return new TaskChain<>(this.tasks, this.chain.then(Signature.<N>of(method, rest)));
    }

    /**
     * Goes on with this, which takes the result so far; whether it can is checked when
     * the chain is applied.
     */
    public <N extends @Nullable Object> TaskChain<N> then(CanvasCall<N> next) {
        return new TaskChain<>(this.tasks, this.chain.then(next.toCanvas()));
    }

    /** Goes on with this call, which has all its arguments and takes no result. */
    public <N extends @Nullable Object> TaskChain<N> thenIgnoring(TaskCall<N> next) {
        return new TaskChain<>(this.tasks, this.chain.thenIgnoring(next.toSignature()));
    }

    /**
     * Has this called where a link fails for good, with that link's id as its first
     * argument unless it is immutable.
     */
    public TaskChain<R> onError(CanvasCall<?> errback) {
        return new TaskChain<>(this.tasks, this.chain.onError(errback.toCanvas()));
    }

    @Override
    public Chain<R> toCanvas() {
        return this.chain;
    }

    @Override
    public WireSignature encode() {
        return this.tasks.encode(this.chain);
    }

    /** Sends the first link, which takes the others along. */
    @Override
    public AsyncResult<R> apply() {
        return this.tasks.apply(this.chain);
    }

}
