package io.taskqueue.canvas;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.taskqueue.message.TaskValues;
import io.taskqueue.message.ValueException;

/**
 * One call as a value: whom, with what, how. Nothing is sent or checked until it is
 * applied.
 *
 * @param callee whom it calls
 * @param args positional arguments
 * @param kwargs keyword arguments
 * @param options how it differs from what the task declares
 * @param immutable whether it takes no result of a task before it
 * @param resultType what the caller expects it to return, or {@code null} for what the
 * task declares
 * @param callbacks what follows it
 * @param <R> what the task returns
 */
public record Signature<R extends @Nullable Object>(Callee callee, List<@Nullable Object> args,
        Map<String, @Nullable Object> kwargs, CallOptions options, boolean immutable, @Nullable Type resultType,
        Callbacks callbacks) implements Canvas<R> {

    public Signature {
        args = Collections.unmodifiableList(new ArrayList<>(args));
        kwargs = kwargs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    }

    /** A call of a task by name. */
    public static Signature<@Nullable Object> of(String task, @Nullable Object... args) {
        return new Signature<>(new Callee.Named(task), Arrays.asList(args), Map.of(), CallOptions.NONE, false, null,
                Callbacks.NONE);
    }

    /** A call of a task by its method. */
    public static <R extends @Nullable Object> Signature<R> of(TaskMethod method, @Nullable Object... args) {
        return new Signature<>(new Callee.Referenced(method), Arrays.asList(args), Map.of(), CallOptions.NONE, false,
                null, Callbacks.NONE);
    }

    /** A task once for each of some items; its result is the list of theirs. */
    public static <R extends @Nullable Object> Signature<List<R>> each(Callee.Each each) {
        return new Signature<>(each, List.of(), Map.of(), CallOptions.NONE, true, null, Callbacks.NONE);
    }

    /**
     * The same calls in portions, each with the same options.
     * @param size how many items each has, one or more
     * @throws IllegalArgumentException if this is no map, or its id was chosen
     */
    public List<Canvas<R>> chunks(int size) {
        if (!(this.callee instanceof Callee.Each each) || size < 1 || this.options.id() != null) {
            throw new IllegalArgumentException(
                    "Chunks are made of a map or a starmap without an id, with one or more items in each");
        }
        List<Canvas<R>> chunks = new ArrayList<>();
        each.parts(size)
            .forEach((part) -> chunks.add(new Signature<>(part, this.args, this.kwargs, this.options, this.immutable,
                    this.resultType, this.callbacks)));
        return chunks;
    }

    /**
     * A call of a task by name, with arguments that are JSON already.
     * @param args a JSON array
     * @param kwargs a JSON object
     * @throws IllegalArgumentException if they are not
     */
    public static Signature<@Nullable Object> ofJson(String task, String args, String kwargs, TaskValues values) {
        List<@Nullable Object> positional = new ArrayList<>();
        tree(args, JsonNode::isArray, values).forEach(positional::add);
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        tree(kwargs, JsonNode::isObject, values).forEachEntry(named::put);
        return new Signature<>(new Callee.Named(task), positional, named, CallOptions.NONE, false, null,
                Callbacks.NONE);
    }

    private static JsonNode tree(String json, Predicate<JsonNode> fits, TaskValues values) {
        try {
            JsonNode tree = values.read(json, JsonNode.class);
            if (tree != null && fits.test(tree)) {
                return tree;
            }
        }
        catch (ValueException unreadable) {
            // said below, without the text
        }
        throw new IllegalArgumentException("Arguments are a JSON array, and keyword arguments a JSON object");
    }

    /** The same call with other options. */
    public Signature<R> with(CallOptions options) {
        return new Signature<>(this.callee, this.args, this.kwargs, options, this.immutable, this.resultType,
                this.callbacks);
    }

    /** The same call with one more keyword argument. */
    public Signature<R> kwarg(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(this.kwargs);
        more.put(name, value);
        return new Signature<>(this.callee, this.args, more, this.options, this.immutable, this.resultType,
                this.callbacks);
    }

    /** The same call, taking no result of a task before it. */
    public Signature<R> asImmutable() {
        return new Signature<>(this.callee, this.args, this.kwargs, this.options, true, this.resultType,
                this.callbacks);
    }

    /** The same call, followed by one that takes its result unless it is immutable. */
    public Signature<R> link(Canvas<?> next) {
        return with(this.callbacks.andOnSuccess(next));
    }

    @Override
    public Signature<R> onError(Canvas<?> errback) {
        return with(this.callbacks.andOnError(errback));
    }

    private Signature<R> with(Callbacks callbacks) {
        return new Signature<>(this.callee, this.args, this.kwargs, this.options, this.immutable, this.resultType,
                callbacks);
    }

    /** The same call, expected to return this type. */
    public <N> Signature<N> returning(Class<N> type) {
        return new Signature<N>(this.callee, this.args, this.kwargs, this.options, this.immutable, type,
                this.callbacks);
    }

    /** Names the callee, never the arguments. */
    @Override
    public String toString() {
        return "Signature[" + this.callee + "]";
    }

}
