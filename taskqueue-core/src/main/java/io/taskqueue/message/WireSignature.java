package io.taskqueue.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.taskqueue.message.MalformedMessageException.Reason;

/**
 * A call not yet sent, as it travels inside a message: a signature in Celery's form. A
 * chain, a group and a chord are signatures too, with their members among the keyword
 * arguments. Options that this version does not know are kept. Accessors do not throw: an
 * option of the wrong type reads as absent, because it comes from whoever can write to
 * the broker.
 *
 * @param task the task's name
 * @param args the positional arguments
 * @param kwargs the arguments by name, or a canvas' members
 * @param options what the call that sends it takes
 * @param type {@code chain}, {@code group} or {@code chord}, or {@code null} for one task
 * @param immutable whether it takes no result of a task before it
 */
public record WireSignature(String task, List<JsonNode> args, ObjectNode kwargs, ObjectNode options,
        @Nullable String type, boolean immutable) {

    public static final String CHAIN = "chain";

    public static final String GROUP = "group";

    public static final String CHORD = "chord";

    public static final String TASK_ID = "task_id";

    public static final String QUEUE = "queue";

    public static final String PRIORITY = "priority";

    public static final String COUNTDOWN = "countdown";

    public static final String ETA = "eta";

    public static final String EXPIRES = "expires";

    public static final String TIME_LIMIT = "time_limit";

    public static final String SOFT_TIME_LIMIT = "soft_time_limit";

    public static final String IGNORE_RESULT = "ignore_result";

    public static final String HEADERS = "headers";

    public static final String LINK = "link";

    public static final String LINK_ERROR = "link_error";

    public static final String REPLY_TO = "reply_to";

    public static final String GROUP_ID = "group_id";

    public static final String GROUP_INDEX = "group_index";

    public static final String RETRIES = "retries";

    private static final double LONGEST_SECONDS = Duration.ofDays(36_500).toSeconds();

    public WireSignature {
        Objects.requireNonNull(task, "task");
        args = List.copyOf(args);
    }

    /** A call of one task without options. */
    public static WireSignature of(String task, List<JsonNode> args, Map<String, JsonNode> kwargs) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        named.setAll(kwargs);
        return new WireSignature(task, args, named, JsonNodeFactory.instance.objectNode(), null, false);
    }

    /** One canvas of these members: a {@link #CHAIN} or a {@link #GROUP}. */
    public static WireSignature of(String type, List<WireSignature> members) {
        ObjectNode kwargs = JsonNodeFactory.instance.objectNode();
        ArrayNode tasks = kwargs.putArray("tasks");
        members.forEach((member) -> tasks.add(member.toNode()));
        return new WireSignature("celery." + type, List.of(), kwargs, JsonNodeFactory.instance.objectNode(), type,
                false);
    }

    /**
     * A group, and what follows once all its members have ended. The chord has the
     * group's id.
     */
    public static WireSignature chord(WireSignature group, WireSignature body) {
        ObjectNode kwargs = JsonNodeFactory.instance.objectNode();
        kwargs.putObject("kwargs");
        kwargs.set("header", group.toNode());
        kwargs.set("body", body.toNode());
        WireSignature chord = new WireSignature("celery.chord", List.of(), kwargs,
                JsonNodeFactory.instance.objectNode(), CHORD, false);
        return chord.option(TASK_ID, group.options().get(TASK_ID));
    }

    /**
     * What somebody embedded in a message.
     * @throws MalformedMessageException if it is no signature, or would go where no
     * message may
     */
    public static WireSignature read(JsonNode node) {
        String task = text(node.path("task"));
        JsonNode args = node.path("args");
        JsonNode kwargs = node.path("kwargs");
        JsonNode options = node.path("options");
        if (task == null || task.isBlank() || !(args.isArray() || absent(args))
                || !(kwargs.isObject() || absent(kwargs)) || !(options.isObject() || absent(options))) {
            throw new MalformedMessageException(Reason.BAD_BODY, "what is to follow it is no signature");
        }
        List<JsonNode> positional = new ArrayList<>();
        args.forEach(positional::add);
        WireSignature signature = new WireSignature(task, positional, object(kwargs), object(options),
                text(node.path("subtask_type")), node.path("immutable").booleanValue(false));
        requireQueue(signature.queue());
        signature.requireReadableParts();
        return signature;
    }

    private void requireReadableParts() {
        members();
        if (CHORD.equals(this.type)) {
            header();
            body();
        }
        chord();
        signatures(LINK);
        signatures(LINK_ERROR);
    }

    /**
     * Brokers keep names that begin like this, and characters like these, to themselves.
     */
    private static void requireQueue(@Nullable String queue) {
        if (queue != null && (queue.isBlank() || queue.length() > TaskId.MAX_LENGTH || queue.startsWith("taskqueue:")
                || queue.chars().anyMatch((c) -> c < ' ' || c == 127))) {
            throw new MalformedMessageException(Reason.BAD_BODY,
                    "what is to follow it names a queue that no queue may be named");
        }
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static ObjectNode object(JsonNode node) {
        return (node instanceof ObjectNode object) ? object : JsonNodeFactory.instance.objectNode();
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }

    /** The members of a chain or a group; none where it is neither. */
    public List<WireSignature> members() {
        return (CHAIN.equals(this.type) || GROUP.equals(this.type)) ? Embed.signatures(this.kwargs.path("tasks"))
                : List.of();
    }

    /** The group of a chord. */
    public WireSignature header() {
        JsonNode header = this.kwargs.path("header");
        return header.isArray() ? of(GROUP, Embed.signatures(header)) : read(header);
    }

    /** What follows the group of a chord. */
    public WireSignature body() {
        return read(this.kwargs.path("body"));
    }

    /** The chord that it is a member of, as what follows it; {@code null} for none. */
    public @Nullable WireSignature chord() {
        JsonNode chord = this.options.path(CHORD);
        return chord.isObject() ? read(chord) : null;
    }

    /** The same call with one option set, or removed where the value is {@code null}. */
    public WireSignature option(String name, @Nullable JsonNode value) {
        ObjectNode changed = this.options.deepCopy();
        if (value == null) {
            changed.remove(name);
        }
        else {
            changed.set(name, value);
        }
        return new WireSignature(this.task, this.args, this.kwargs, changed, this.type, this.immutable);
    }

    /** The same call with more signatures in one of its options that hold some. */
    public WireSignature linked(String option, List<WireSignature> more) {
        if (more.isEmpty()) {
            return this;
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        signatures(option).forEach((signature) -> all.add(signature.toNode()));
        more.forEach((signature) -> all.add(signature.toNode()));
        return option(option, all);
    }

    /** The same call, taking a result or not. */
    public WireSignature immutable(boolean immutable) {
        return new WireSignature(this.task, this.args, this.kwargs, this.options, this.type, immutable);
    }

    /**
     * The same call as one that goes on with a task: it has that task's id, and is the
     * next of its runs without counting as an attempt.
     */
    public WireSignature goingOn(TaskMessage task) {
        int runs = task.attempt();
        ObjectNode headers = (this.options.path(HEADERS) instanceof ObjectNode given) ? given.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        headers.put(TaskHeaders.SNOOZES, runs);
        return option(TASK_ID, JsonNodeFactory.instance.stringNode(task.id()))
            .option(RETRIES, JsonNodeFactory.instance.numberNode(runs))
            .option(HEADERS, headers);
    }

    /** How many runs of the call came before it; see {@link #goingOn}. */
    public int runs() {
        Integer retries = integer(RETRIES);
        return (retries != null) ? Math.min(TaskHeaders.MAX_RETRIES, Math.max(0, retries)) : 0;
    }

    /** How many of the {@link #runs()} count as no attempt. */
    public int snoozes() {
        return Math.min(runs(), Math.max(0, this.options.path(HEADERS).path(TaskHeaders.SNOOZES).intValue(0)));
    }

    /** The same call with this as its first argument, taking nothing more. */
    public WireSignature taking(JsonNode first) {
        List<JsonNode> all = new ArrayList<>(this.args);
        all.add(0, first);
        return new WireSignature(this.task, all, this.kwargs, this.options, this.type, true);
    }

    /** The signatures in an option; none where it is absent. */
    public List<WireSignature> signatures(String option) {
        return Embed.signatures(this.options.path(option));
    }

    /** The id it will have, or that of its group; {@code null} where none was chosen. */
    public @Nullable String id() {
        return id(TASK_ID);
    }

    /** An option that is an id. */
    public @Nullable String id(String option) {
        String id = text(this.options.path(option));
        return (id != null && TaskId.valid(id)) ? id : null;
    }

    /** The queue it goes to, or {@code null} where the sender left that open. */
    public @Nullable String queue() {
        return text(this.options.path(QUEUE));
    }

    /**
     * Where its caller waits for its result, or {@code null}; see
     * {@link TaskHeaders#replyTo()}.
     */
    public @Nullable String replyTo() {
        return TaskHeaders.replyTo(text(this.options.path(REPLY_TO)));
    }

    /** Its priority, 0 to 9, or {@code null}. */
    public @Nullable Integer priority() {
        Integer priority = integer(PRIORITY);
        return (priority != null) ? Math.min(9, Math.max(0, priority)) : null;
    }

    /** An option that is a whole number, or {@code null}. */
    public @Nullable Integer integer(String option) {
        JsonNode node = this.options.path(option);
        return node.isInt() ? node.intValue() : null;
    }

    /** When it may start, counted from when it is sent; {@code null} means at once. */
    public @Nullable Due due() {
        Duration countdown = seconds(COUNTDOWN);
        Instant eta = moment(ETA);
        return (countdown != null) ? Due.after(countdown) : (eta != null) ? Due.at(eta) : null;
    }

    /** When it may no longer start, if it is sent now. */
    public @Nullable Instant expires(Instant now) {
        Duration after = seconds(EXPIRES);
        return (after != null) ? now.plus(after) : moment(EXPIRES);
    }

    /** An option that is a number of seconds, or {@code null}. */
    public @Nullable Duration seconds(String option) {
        JsonNode node = this.options.path(option);
        return node.isNumber()
                ? Duration.ofMillis(
                        Math.round(Math.min(LONGEST_SECONDS, Math.max(-LONGEST_SECONDS, node.doubleValue(0))) * 1000))
                : null;
    }

    /** A moment as an option holds it. */
    public static String moment(Instant moment) {
        return WireTime.write(moment);
    }

    private @Nullable Instant moment(String option) {
        try {
            return WireTime.read(option, text(this.options.path(option)));
        }
        catch (MalformedMessageException noMoment) {
            return null;
        }
    }

    /** Whether nobody wants its result. */
    public boolean ignoresResult() {
        return this.options.path(IGNORE_RESULT).booleanValue(false);
    }

    /** Headers of the caller's own; those that are ours are not for callers to set. */
    public Map<String, @Nullable Object> custom() {
        Map<String, @Nullable Object> custom = new LinkedHashMap<>();
        this.options.path(HEADERS).properties().forEach((entry) -> {
            if (!entry.getKey().startsWith("taskqueue-")) {
                custom.put(entry.getKey(), plain(entry.getValue()));
            }
        });
        return custom;
    }

    private static @Nullable Object plain(JsonNode node) {
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach((element) -> list.add(plain(element)));
            return list;
        }
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach((entry) -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        return node.isString() ? node.stringValue()
                : node.isNumber() ? node.numberValue() : node.isBoolean() ? node.booleanValue() : null;
    }

    /** The keyword arguments of one task. */
    public Map<String, JsonNode> named() {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        this.kwargs.properties().forEach((entry) -> named.put(entry.getKey(), entry.getValue()));
        return named;
    }

    /** As it travels. */
    public ObjectNode toNode() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("task", this.task);
        node.putArray("args").addAll(this.args);
        node.set("kwargs", this.kwargs);
        node.set("options", this.options);
        node.put("subtask_type", this.type);
        node.put("immutable", this.immutable);
        return node;
    }

    /** Names the task, never its arguments. */
    @Override
    public String toString() {
        return "WireSignature[" + this.task + "]";
    }

}
