package io.taskqueue;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.canvas.BuiltIn;
import io.taskqueue.canvas.CallOptions;
import io.taskqueue.canvas.Callee;
import io.taskqueue.canvas.Lineage;
import io.taskqueue.canvas.Signature;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.message.ValueException;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.ReplyAddress;

/**
 * Turns a signature into the message that travels, and refuses here, in the caller's
 * stack, what could not be run there.
 */
final class CallEncoder {

    private static final TaskOptions ANY = TaskOptions.DEFAULT;

    private final TaskCatalog catalog;

    private final MessageCodec codec;

    private final TaskValues values;

    private final TimeSource time;

    private final SendOptions options;

    private final @Nullable ReplyAddress replies;

    /**
     * @param replies where results for this process arrive, if they are sent
     */
    CallEncoder(TaskCatalog catalog, MessageCodec codec, TaskValues values, TimeSource time, SendOptions options,
            @Nullable ReplyAddress replies) {
        this.catalog = catalog;
        this.codec = codec;
        this.values = values;
        this.time = time;
        this.options = options;
        this.replies = replies;
    }

    EncodedCall encode(Signature<?> signature) {
        Target target = target(signature, 0);
        byte[] body = this.codec.writeBody(target.args(), target.kwargs());
        return new EncodedCall(
                message(target.task(), queue(target.known(), signature.options()), target.declared(),
                        signature.options(), body),
                resultType(signature, target), this.values.write(target.args()), this.values.write(target.kwargs()),
                signature.options().immediate(), signature.options().id() != null);
    }

    /**
     * The call as it travels inside another one's message.
     * @param before what the task before it returns, or {@code null} where none is
     * @param id the id it will have
     */
    Step step(Signature<?> signature, @Nullable Type before, String id) {
        Type taken = signature.immutable() ? null : before;
        Target target = target(signature, (taken != null) ? 1 : 0);
        if (taken != null && target.known() != null) {
            ResultFit.require(target.task(), target.known().parameters().get(0), taken);
        }
        TaskOptions declared = target.declared();
        WireSignature wire = WireSignature.of(target.task(), target.args(), target.kwargs())
            .immutable(signature.immutable());
        return new Step(
                new WireOptions(declared, signature.options(), this.time.now(), replyTo(declared, signature.options()))
                    .on(wire, id, queue(target.known(), signature.options())),
                resultType(signature, target));
    }

    /**
     * Whom a call reaches with what.
     * @param taken how many arguments come from the task before it
     */
    private Target target(Signature<?> signature, int taken) {
        if (signature.callee() instanceof Callee.Each each) {
            return each(each);
        }
        TaskDefinition known = definition(signature.callee()).orElse(null);
        String task = (known != null) ? known.name() : ((Callee.Named) signature.callee()).task();
        return new Target(task, known, args(task, known, signature.args(), signature.kwargs().keySet(), taken),
                kwargs(task, known, signature), (known != null) ? known.resultType() : Object.class);
    }

    private Target each(Callee.Each each) {
        TaskDefinition known = definition(each.task()).orElse(null);
        String task = (known != null) ? known.name() : ((Callee.Named) each.task()).task();
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (Object item : each.items()) {
            List<JsonNode> args = args(task, known, arguments(each, item), Set.of(), 0);
            items.add(each.spread() ? items.arrayNode().addAll(args) : args.get(0));
        }
        Type result = (known != null) ? known.resultType() : Object.class;
        return new Target(each.spread() ? BuiltIn.STARMAP : BuiltIn.MAP, known, List.of(),
                Map.of("task", WireSignature.of(task, List.of(), Map.of()).toNode(), "it", items),
                ResolvableType.forClassWithGenerics(List.class, boxed(result)).getType());
    }

    private static List<@Nullable Object> arguments(Callee.Each each, @Nullable Object item) {
        if (!each.spread()) {
            return Collections.singletonList(item);
        }
        if (item instanceof List<?> several) {
            return new ArrayList<@Nullable Object>(several);
        }
        throw new TaskArgumentException("Each item of a starmap is the list of a call's arguments", null);
    }

    private static ResolvableType boxed(Type type) {
        Type boxed = (type == void.class) ? Void.class
                : (type instanceof Class<?> plain) ? ClassUtils.resolvePrimitiveIfNecessary(plain) : type;
        return ResolvableType.forType(boxed);
    }

    /** From whom a call is sent that is made here and now. */
    Lineage lineage() {
        TaskContext parent = CurrentTask.get();
        String root = (parent == null) ? null
                : (parent.headers().rootId() != null) ? parent.headers().rootId() : parent.id();
        return Lineage.ofCaller((parent != null) ? parent.id() : null, root, this.options.origin(), this.time.now());
    }

    /** Where a call goes that does not say. */
    String defaultQueue() {
        return this.options.defaultQueue();
    }

    private String queue(@Nullable TaskDefinition known, CallOptions call) {
        return (call.queue() != null) ? call.queue()
                : (known != null) ? known.options().queue() : this.options.defaultQueue();
    }

    private static Type resultType(Signature<?> signature, Target target) {
        return (signature.resultType() != null) ? signature.resultType() : target.resultType();
    }

    private Optional<TaskDefinition> definition(Callee callee) {
        return (callee instanceof Callee.Referenced reference) ? Optional.of(this.catalog.resolve(reference.method()))
                : this.catalog.find(((Callee.Named) callee).task());
    }

    private TaskMessage message(String task, String queue, TaskOptions declared, CallOptions call, byte[] body) {
        Instant now = this.time.now();
        String id = (call.id() != null) ? call.id() : TaskId.random();
        Integer priority = (call.priority() != null) ? call.priority() : declared.priority();
        Instant expires = (call.expires() != null) ? call.expires().instant(now)
                : (declared.expires() != null) ? now.plus(declared.expires()) : null;
        return new TaskMessage(id, task, queue, Payload.json(body), headers(id, declared, call, now), priority,
                call.due(), expires);
    }

    private TaskHeaders headers(String id, TaskOptions declared, CallOptions call, Instant now) {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put(TaskHeaders.LANG, "java");
        headers.put(TaskHeaders.RETRIES, 0);
        headers.put(TaskHeaders.ORIGIN, this.options.origin());
        headers.put(TaskHeaders.SENT_AT, now.toEpochMilli());
        headers.put(TaskHeaders.IGNORE_RESULT, WireOptions.ignored(declared, call));
        String replyTo = replyTo(declared, call);
        if (replyTo != null) {
            headers.put(TaskHeaders.REPLY_TO, replyTo);
        }
        TaskContext parent = CurrentTask.get();
        headers.put(TaskHeaders.ROOT_ID, id);
        if (parent != null) {
            String root = parent.headers().rootId();
            headers.put(TaskHeaders.ROOT_ID, (root != null) ? root : parent.id());
            headers.put(TaskHeaders.PARENT_ID, parent.id());
        }
        if (call.timeLimit() != null || call.softTimeLimit() != null) {
            headers.put(TaskHeaders.TIME_LIMIT,
                    Arrays.asList(seconds(call.timeLimit()), seconds(call.softTimeLimit())));
        }
        call.headers().forEach((name, value) -> {
            if (headers.putIfAbsent(name, value) != null || TaskHeaders.TIME_LIMIT.equals(name)) {
                throw new IllegalArgumentException(
                        "The header " + name + " is set by taskqueue itself; choose another name for your own");
            }
        });
        return TaskHeaders.of(headers);
    }

    private @Nullable String replyTo(TaskOptions declared, CallOptions call) {
        return (this.replies != null && !WireOptions.ignored(declared, call)) ? this.replies.replyTo() : null;
    }

    private static @Nullable Double seconds(@Nullable Duration limit) {
        return (limit != null) ? limit.toMillis() / 1000.0 : null;
    }

    private List<JsonNode> args(String task, @Nullable TaskDefinition known, List<@Nullable Object> given,
            Set<String> named, int taken) {
        if (known != null) {
            requireArity(known, given.size() + taken, named);
        }
        List<JsonNode> nodes = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            TaskDefinition.Parameter parameter = (known != null) ? known.parameters().get(i + taken) : null;
            nodes.add(node(task, (parameter != null) ? parameter.name() : "#" + i, parameter, given.get(i)));
        }
        return nodes;
    }

    private Map<String, JsonNode> kwargs(String task, @Nullable TaskDefinition known, Signature<?> signature) {
        Map<String, JsonNode> nodes = new LinkedHashMap<>();
        signature.kwargs().forEach((name, value) -> {
            TaskDefinition.Parameter parameter = (known == null) ? null
                    : known.parameters().stream().filter((p) -> p.name().equals(name)).findFirst().orElseThrow();
            nodes.put(name, node(task, name, parameter, value));
        });
        return nodes;
    }

    private void requireArity(TaskDefinition task, int positional, Iterable<String> named) {
        List<String> names = task.parameters().stream().map(TaskDefinition.Parameter::name).toList();
        if (positional > names.size()) {
            throw new TaskArgumentException("Task " + task.name() + " takes " + names.size() + " arguments " + names
                    + ", and the call gives " + positional, null);
        }
        List<String> missing = new ArrayList<>(names.subList(positional, names.size()));
        for (String name : named) {
            if (!missing.remove(name)) {
                throw new TaskArgumentException("Task " + task.name() + " takes the arguments " + names
                        + "; the call gives " + name + (names.contains(name) ? " twice" : ", which is none of them"),
                        null);
            }
        }
        if (!missing.isEmpty()) {
            throw new TaskArgumentException(
                    "Task " + task.name() + " takes the arguments " + names + "; the call lacks " + missing, null);
        }
    }

    private JsonNode node(String task, String name, TaskDefinition.@Nullable Parameter parameter,
            @Nullable Object value) {
        try {
            JsonNode node = this.values.toNode(value);
            if (parameter != null && !travelsAsItIs(value, parameter.type())) {
                this.values.fromNode(node, parameter.type());
            }
            return node;
        }
        catch (ValueException failure) {
            throw new TaskArgumentException("Argument " + name + " of task " + task
                    + " cannot be written as JSON and read back as its type: at " + failure.path() + ", "
                    + failure.detail(), failure);
        }
    }

    /** Whether a round trip surely gives the same value, so that it need not be tried. */
    private static boolean travelsAsItIs(@Nullable Object value, Type type) {
        return value instanceof String && type == String.class
                || value instanceof Long && (type == long.class || type == Long.class)
                || value instanceof Integer && (type == int.class || type == Integer.class)
                || value instanceof Boolean && (type == boolean.class || type == Boolean.class);
    }

    /**
     * Whom a call reaches, and what with.
     *
     * @param task the name that travels
     * @param known the task behind it, where it is one of this application
     * @param args the positional arguments
     * @param kwargs the keyword arguments
     * @param resultType what it returns
     */
    private record Target(String task, @Nullable TaskDefinition known, List<JsonNode> args,
            Map<String, JsonNode> kwargs, Type resultType) {

        TaskOptions declared() {
            return (this.known != null) ? this.known.options() : ANY;
        }

    }

    /**
     * A call inside another one's message.
     *
     * @param wire how it travels
     * @param resultType what it returns
     */
    record Step(WireSignature wire, Type resultType) {
    }

    /**
     * A call ready to travel.
     *
     * @param message what is sent
     * @param resultType what the caller will read its result as
     * @param args the positional arguments as JSON text
     * @param kwargs the keyword arguments as JSON text
     * @param immediate whether it waits for no commit
     * @param chosenId whether the caller chose the id
     */
    record EncodedCall(TaskMessage message, Type resultType, String args, String kwargs, boolean immediate,
            boolean chosenId) {
    }

}
