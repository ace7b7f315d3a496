package io.taskqueue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.Canvas;
import io.taskqueue.canvas.Chain;
import io.taskqueue.canvas.Group;
import io.taskqueue.canvas.Signature;
import io.taskqueue.canvas.TaskMethod;

/**
 * Everything one can ask of tasks. Inside a transaction a call is sent when it commits,
 * and never if it rolls back.
 */
@SuppressWarnings("overloads")
public interface TaskOperations extends TypedCalls {

    /**
     * Sends work: one call, or the first of several put together.
     * @throws UnknownTaskException if it names no task
     * @throws TaskArgumentException if arguments do not fit
     * @throws io.taskqueue.broker.BrokerUnavailableException if the broker did not take
     * it over
     */
    <R extends @Nullable Object> AsyncResult<R> apply(Canvas<R> canvas);

    /** Sends the members of a group in one round trip. */
    <R extends @Nullable Object> GroupResult<R> apply(Group<R> group);

    /**
     * Sends many calls in one round trip. If some cannot be sent, the others are, and the
     * exception says how many.
     * @return their results, in the same order
     */
    <R extends @Nullable Object> List<AsyncResult<R>> applyAll(Collection<Signature<R>> signatures);

    /**
     * Finds a task that was called before, by anyone.
     * @param type what it returns
     * @return empty where the store does not know the id
     * @throws io.taskqueue.result.ResultStoreException if the store cannot be read
     */
    <R> Optional<AsyncResult<R>> result(String id, Class<R> type);

    @Override
    default <R extends @Nullable Object> TaskCall<R> call(TaskMethod method, @Nullable Object... args) {
        return new TaskCall<>(this, Signature.of(method, args));
    }

    /** Prepares a call of a task by name, known here or not, in any language. */
    default TaskCall<@Nullable Object> signature(String task, @Nullable Object... args) {
        return new TaskCall<>(this, Signature.of(task, args));
    }

    /** Sends a call of a task by name, known here or not, in any language. */
    default AsyncResult<@Nullable Object> delay(String task, @Nullable Object... args) {
        return signature(task, args).apply();
    }

    /** Begins a chain with this. */
    default <R extends @Nullable Object> TaskChain<R> chain(CanvasCall<R> first) {
        return new TaskChain<>(this, Chain.of(first.toCanvas()));
    }

    /**
     * A chain of all of these; whether each can take what the one before returns is
     * checked when it is applied.
     */
    default TaskChain<@Nullable Object> chain(CanvasCall<?> first, CanvasCall<?>... more) {
        List<Canvas<?>> links = new ArrayList<>();
        links.add(first.toCanvas());
        Arrays.stream(more).map(CanvasCall::toCanvas).forEach(links::add);
        return new TaskChain<>(this, new Chain<>(links));
    }

    /** A group of these, in the order in which its results will be. */
    default <R extends @Nullable Object> TaskGroup<R> group(Collection<? extends CanvasCall<R>> members) {
        List<Canvas<R>> all = new ArrayList<>(members.size());
        members.forEach((member) -> all.add(member.toCanvas()));
        return new TaskGroup<>(this, new Group<>(all));
    }

    /** A group of these, in the order in which its results will be. */
    @SuppressWarnings("unchecked")
    default TaskGroup<@Nullable Object> group(CanvasCall<?>... members) {
        List<Canvas<@Nullable Object>> all = new ArrayList<>(members.length);
        Arrays.stream(members).forEach((member) -> all.add((Canvas<@Nullable Object>) member.toCanvas()));
        return new TaskGroup<>(this, new Group<>(all));
    }

    /**
     * A group, and what is called once all its members have succeeded, with the list of
     * their results.
     */
    default <R extends @Nullable Object, N extends @Nullable Object> TaskChain<N> chord(TaskGroup<R> group,
            CanvasCall<N> body) {
        return group.then(body);
    }

    /** Sends many prepared calls in one round trip. */
    default <R extends @Nullable Object> List<AsyncResult<R>> delayAll(Collection<TaskCall<R>> calls) {
        return applyAll(calls.stream().map(TaskCall::toSignature).toList());
    }

    /** Sends one call for each argument, all in one round trip. */
    default <B, A, R extends @Nullable Object> List<AsyncResult<R>> delayAll(TaskMethod.Function1<B, A, R> method,
            Collection<? extends A> arguments) {
        return applyEach(method, arguments);
    }

    /** Sends one call for each argument, all in one round trip. */
    default <B, A> List<AsyncResult<Void>> delayAll(TaskMethod.Action1<B, A> method,
            Collection<? extends A> arguments) {
        return applyEach(method, arguments);
    }

    /** Sends one call for each argument, all in one round trip. */
    default <B, A, R extends @Nullable Object> List<AsyncResult<R>> delayAll(
            TaskMethod.ContextFunction1<B, A, TaskContext, R> method, Collection<? extends A> arguments) {
        return applyEach(method, arguments);
    }

    /** Sends one call for each argument, all in one round trip. */
    default <B, A> List<AsyncResult<Void>> delayAll(TaskMethod.ContextAction1<B, A, TaskContext> method,
            Collection<? extends A> arguments) {
        return applyEach(method, arguments);
    }

    private <R extends @Nullable Object> List<AsyncResult<R>> applyEach(TaskMethod method, Collection<?> arguments) {
        return applyAll(
                Arrays.stream(arguments.toArray()).map((argument) -> Signature.<R>of(method, argument)).toList());
    }

}
