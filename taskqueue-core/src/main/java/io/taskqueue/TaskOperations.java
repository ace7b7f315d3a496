package io.taskqueue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.Callee;
import io.taskqueue.canvas.Canvas;
import io.taskqueue.canvas.Chain;
import io.taskqueue.canvas.Group;
import io.taskqueue.canvas.Signature;
import io.taskqueue.canvas.TaskMethod;
import io.taskqueue.message.WireSignature;

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
     * The work as it travels inside a message, each call with an id.
     * @throws UnknownTaskException if it names no task
     * @throws TaskArgumentException if arguments do not fit
     */
    WireSignature encode(Canvas<?> canvas);

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

    /**
     * Finds a group that was called before, by anyone, among the canvases that the result
     * store remembers; within a task that belongs to one, also by the id of a group
     * further inside.
     * @param type what each member returns
     * @return empty where the store does not know the id
     * @throws io.taskqueue.result.ResultStoreException if the store cannot be read
     */
    <R> Optional<GroupResult<R>> group(String id, Class<R> type);

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

    /**
     * Prepares one call that runs a task once for each of these, one after the other; its
     * result is the list of theirs. Where one fails, all of it has failed.
     */
    default <B, A extends @Nullable Object, R extends @Nullable Object> TaskCall<List<R>> map(
            TaskMethod.Function1<B, A, R> method, Collection<? extends A> items) {
        return mapping(new Callee.Referenced(method), items, false);
    }

    /** Prepares one call that runs a task once for each of these, one after the other. */
    default <B, A extends @Nullable Object> TaskCall<List<Void>> map(TaskMethod.Action1<B, A> method,
            Collection<? extends A> items) {
        return mapping(new Callee.Referenced(method), items, false);
    }

    /**
     * Prepares one call that runs a task once for each of these, one after the other; its
     * result is the list of theirs.
     */
    default <B, A extends @Nullable Object, R extends @Nullable Object> TaskCall<List<R>> map(
            TaskMethod.ContextFunction1<B, A, TaskContext, R> method, Collection<? extends A> items) {
        return mapping(new Callee.Referenced(method), items, false);
    }

    /** Prepares one call that runs a task once for each of these, one after the other. */
    default <B, A extends @Nullable Object> TaskCall<List<Void>> map(
            TaskMethod.ContextAction1<B, A, TaskContext> method, Collection<? extends A> items) {
        return mapping(new Callee.Referenced(method), items, false);
    }

    /** The same for a task by name, known here or not, in any language. */
    default TaskCall<List<@Nullable Object>> map(String task, Collection<?> items) {
        return mapping(new Callee.Named(task), items, false);
    }

    /**
     * Prepares one call that runs a task once for each of these lists of arguments, one
     * after the other; its result is the list of theirs. Whether the arguments fit is
     * checked when it is applied.
     */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, R extends @Nullable Object> TaskCall<List<R>> starmap(
            TaskMethod.Function2<B, A1, A2, R> method, Collection<? extends List<?>> arguments) {
        return mapping(new Callee.Referenced(method), arguments, true);
    }

    /** The same for a task with two arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object> TaskCall<List<Void>> starmap(
            TaskMethod.Action2<B, A1, A2> method, Collection<? extends List<?>> arguments) {
        return mapping(new Callee.Referenced(method), arguments, true);
    }

    /** The same for a task with three arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, R extends @Nullable Object> TaskCall<List<R>> starmap(
            TaskMethod.Function3<B, A1, A2, A3, R> method, Collection<? extends List<?>> arguments) {
        return mapping(new Callee.Referenced(method), arguments, true);
    }

    /** The same for a task with three arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object> TaskCall<List<Void>> starmap(
            TaskMethod.Action3<B, A1, A2, A3> method, Collection<? extends List<?>> arguments) {
        return mapping(new Callee.Referenced(method), arguments, true);
    }

    /** The same for a task with four arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, R extends @Nullable Object> TaskCall<List<R>> starmap(
            TaskMethod.Function4<B, A1, A2, A3, A4, R> method, Collection<? extends List<?>> arguments) {
        return mapping(new Callee.Referenced(method), arguments, true);
    }

    /** The same for a task with four arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object> TaskCall<List<Void>> starmap(
            TaskMethod.Action4<B, A1, A2, A3, A4> method, Collection<? extends List<?>> arguments) {
        return mapping(new Callee.Referenced(method), arguments, true);
    }

    /** The same for a task by name, known here or not, in any language. */
    default TaskCall<List<@Nullable Object>> starmap(String task, Collection<? extends List<?>> arguments) {
        return mapping(new Callee.Named(task), arguments, true);
    }

    private <R extends @Nullable Object> TaskCall<List<R>> mapping(Callee task, Collection<?> items, boolean spread) {
        return new TaskCall<>(this,
                Signature.each(new Callee.Each(task, new ArrayList<@Nullable Object>(items), spread)));
    }

    /**
     * Cuts a map or a starmap into calls of so many items that run side by side. The
     * result is a list of lists.
     * @throws IllegalArgumentException if it is neither, its id was chosen, or the size
     * is not positive
     */
    default <R extends @Nullable Object> TaskGroup<R> chunks(TaskCall<R> map, int size) {
        return new TaskGroup<>(this, new Group<>(map.toSignature().chunks(size)));
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
