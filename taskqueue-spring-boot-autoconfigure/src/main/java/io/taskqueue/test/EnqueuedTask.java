package io.taskqueue.test;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.taskqueue.message.TaskBody;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TaskValues;

/**
 * A call as the broker took it over: what a worker of the real application would be
 * handed.
 */
public final class EnqueuedTask {

    private final TaskMessage message;

    private final TaskBody body;

    private final TaskValues values;

    private final @Nullable Instant due;

    EnqueuedTask(TaskMessage message, TaskBody body, TaskValues values, @Nullable Instant due) {
        this.message = message;
        this.body = body;
        this.values = values;
        this.due = due;
    }

    /** The task's id. */
    public String id() {
        return this.message.id();
    }

    /** The task's name. */
    public String task() {
        return this.message.task();
    }

    /** The queue it was sent to. */
    public String queue() {
        return this.message.queue();
    }

    /** Its priority, from 0 to 9. */
    public int priority() {
        return this.message.priorityOrDefault();
    }

    /** Which attempt it is, counted from one. */
    public int attempt() {
        return this.message.attempt() - this.message.headers().snoozes();
    }

    /** When it may start, or {@code null} where it may at once. */
    public @Nullable Instant due() {
        return this.due;
    }

    /** The moment after which it does not start any more, or {@code null}. */
    public @Nullable Instant expires() {
        return this.message.expires();
    }

    /** All headers it was sent with. */
    public Map<String, @Nullable Object> headers() {
        return this.message.headers().asMap();
    }

    /** Its positional arguments, as JSON. */
    public List<JsonNode> args() {
        return this.body.args();
    }

    /** Its keyword arguments, as JSON. */
    public Map<String, JsonNode> kwargs() {
        return this.body.kwargs();
    }

    /**
     * A positional argument as a value of this type.
     * @throws AssertionError if it was called with fewer arguments
     */
    public <T> @Nullable T argument(int index, Class<T> type) {
        if (index < 0 || index >= args().size()) {
            throw new AssertionError("Task " + this + " has no argument " + index + ", counted from 0");
        }
        return read(args().get(index), type);
    }

    /**
     * A keyword argument as a value of this type.
     * @throws AssertionError if it was called without this argument
     */
    public <T> @Nullable T argument(String name, Class<T> type) {
        JsonNode value = kwargs().get(name);
        if (value == null) {
            throw new AssertionError("Task " + this + " has no keyword argument " + name);
        }
        return read(value, type);
    }

    /** Whether it was called with exactly these positional arguments. */
    boolean calledWith(@Nullable Object... expected) {
        if (args().size() != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (!args().get(i).equals(this.values.toNode(expected[i]))) {
                return false;
            }
        }
        return true;
    }

    TaskValues values() {
        return this.values;
    }

    private <T> @Nullable T read(JsonNode value, Type type) {
        return this.values.fromNode(value, type);
    }

    /**
     * The call as one would write it, arguments included: a test is the one place to show
     * them.
     */
    @Override
    public String toString() {
        StringJoiner call = new StringJoiner(", ", task() + "(", ")");
        args().forEach((arg) -> call.add(arg.toString()));
        kwargs().forEach((name, arg) -> call.add(name + "=" + arg));
        return call + ((this.due != null) ? " due " + this.due : "");
    }

}
