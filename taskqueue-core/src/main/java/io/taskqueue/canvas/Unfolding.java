package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.message.Embed;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.WireSignature;

/**
 * Turns signatures, in the form in which they travel, into the messages that are to be
 * sent first; what is to be sent after them is embedded in these. Callers and workers
 * unfold alike.
 */
public final class Unfolding {

    private final MessageCodec codec;

    private final UnaryOperator<String> queues;

    /**
     * @param queues where a task goes whose signature does not say, by its name
     */
    public Unfolding(MessageCodec codec, UnaryOperator<String> queues) {
        this.codec = codec;
        this.queues = queues;
    }

    /**
     * The messages of a signature.
     * @param before what its tasks take as their first argument unless they are
     * immutable, or {@code null} for nothing
     * @throws io.taskqueue.message.ValueException if one is more than a message may hold
     */
    public Unfolded unfold(WireSignature signature, @Nullable JsonNode before, Lineage lineage) {
        Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashMap<>());
        unfold(signature, before, Place.alone(lineage), unfolded);
        return unfolded;
    }

    /**
     * The messages of the first of some steps, which takes the others along.
     * @param steps at least one
     */
    public Unfolded unfoldChain(List<WireSignature> steps, @Nullable JsonNode before, Lineage lineage) {
        Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashMap<>());
        unfold(steps.get(0), before, Place.alone(lineage).then(steps.subList(1, steps.size())), unfolded);
        return unfolded;
    }

    /**
     * The messages of work that takes the place of a task: it ends in one with that
     * task's id, and what was to follow the task follows that.
     * @param task the message whose run asks for it
     * @param embed what was to follow
     */
    public Unfolded replace(TaskMessage task, Embed embed, WireSignature work, Lineage lineage) {
        WireSignature whole = new Replacement(task, embed).of(work);
        Lineage from = (whole.type() == null) ? lineage.parent(task.headers().parentId()) : lineage;
        Place place = embed.chain().isEmpty()
                ? new Place(from, List.of(), task.headers().group(), task.headers().groupIndex(), embed.chord())
                : Place.alone(from).then(embed.chain());
        Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashMap<>());
        unfold(whole, null, place, unfolded);
        return unfolded;
    }

    /**
     * Steps that run one after the other as one signature. A group among them that
     * something follows becomes a chord.
     * @param steps at least one
     */
    public static WireSignature inOrder(List<WireSignature> steps) {
        return Parts.one(steps);
    }

    /**
     * The same work, whose first tasks have this as their first argument already, and
     * take nothing more; those that are immutable stay as they are.
     */
    public static WireSignature given(WireSignature work, JsonNode before) {
        if (WireSignature.CHAIN.equals(work.type())) {
            List<WireSignature> steps = new ArrayList<>(Parts.ofChain(work));
            steps.set(0, given(steps.get(0), before));
            return Parts.one(steps);
        }
        if (WireSignature.CHORD.equals(work.type())) {
            return WireSignature.chord(given(work.header(), before), Parts.body(work));
        }
        if (WireSignature.GROUP.equals(work.type())) {
            return WireSignature
                .of(WireSignature.GROUP, Parts.ofGroup(work).stream().map((member) -> given(member, before)).toList())
                .option(WireSignature.TASK_ID, work.options().get(WireSignature.TASK_ID));
        }
        return work.immutable() ? work : work.taking(before);
    }

    /** The single tasks in signatures, however nested. */
    public static Stream<WireSignature> tasks(Collection<WireSignature> signatures) {
        return signatures.stream().flatMap((signature) -> {
            if (WireSignature.CHORD.equals(signature.type())) {
                return tasks(List.of(signature.header(), signature.body()));
            }
            if (WireSignature.CHAIN.equals(signature.type())) {
                return tasks(Parts.ofChain(signature));
            }
            return (signature.type() == null) ? Stream.of(signature) : tasks(signature.members());
        });
    }

    /** The single tasks of a canvas, callbacks and errbacks of these included. */
    public static Stream<WireSignature> everyTask(WireSignature canvas) {
        return tasks(List.of(canvas)).flatMap((task) -> Stream.concat(Stream.of(task),
                Stream
                    .concat(task.signatures(WireSignature.LINK).stream(),
                            task.signatures(WireSignature.LINK_ERROR).stream())
                    .flatMap(Unfolding::everyTask)));
    }

    /** The same canvas with ids of its own, to be called once more. */
    public static WireSignature anew(WireSignature canvas) {
        return Renaming.of(canvas, (n) -> TaskId.random());
    }

    /**
     * The task whose end is that of a canvas; of a group, which has none, the group.
     */
    public static WireSignature end(WireSignature canvas) {
        if (WireSignature.CHAIN.equals(canvas.type())) {
            List<WireSignature> steps = Parts.ofChain(canvas);
            return end(steps.get(steps.size() - 1));
        }
        return WireSignature.CHORD.equals(canvas.type()) ? end(canvas.body()) : canvas;
    }

    /** The id by which the calls of a canvas know it: that of its first task or group. */
    public static String root(WireSignature canvas) {
        if (WireSignature.CHAIN.equals(canvas.type())) {
            return root(Parts.ofChain(canvas).get(0));
        }
        return String.valueOf((WireSignature.CHORD.equals(canvas.type()) ? canvas.header() : canvas).id());
    }

    private void unfold(WireSignature signature, @Nullable JsonNode before, Place place, Unfolded unfolded) {
        if (WireSignature.CHAIN.equals(signature.type())) {
            List<WireSignature> steps = Parts.ofChain(signature);
            if (!steps.isEmpty()) {
                unfold(steps.get(0), before, place.then(steps.subList(1, steps.size())), unfolded);
            }
        }
        else if (WireSignature.GROUP.equals(signature.type()) && place.steps().isEmpty()) {
            members(signature, null, before, place, unfolded);
        }
        else if (WireSignature.GROUP.equals(signature.type()) || WireSignature.CHORD.equals(signature.type())) {
            unfoldChord(signature, before, place, unfolded);
        }
        else {
            unfolded.messages().add(message(signature, before, place));
        }
    }

    /** A group that something follows is a chord, and what follows a chord its body's. */
    private void unfoldChord(WireSignature signature, @Nullable JsonNode before, Place place, Unfolded unfolded) {
        boolean chord = WireSignature.CHORD.equals(signature.type());
        List<WireSignature> after = new ArrayList<>(chord ? List.of(Parts.body(signature)) : List.of());
        after.addAll(place.steps());
        WireSignature body = place.asMember(Parts.one(after));
        WireSignature header = chord ? signature.header() : signature;
        WireSignature named = (header.id() != null || signature.id() == null) ? header
                : header.option(WireSignature.TASK_ID, signature.options().get(WireSignature.TASK_ID));
        if (Parts.ofGroup(named).isEmpty()) {
            unfold(body, JsonNodeFactory.instance.arrayNode(), Place.alone(place.lineage()), unfolded);
        }
        else {
            members(named, body, before, place, unfolded);
        }
    }

    private void members(WireSignature group, @Nullable WireSignature body, @Nullable JsonNode before, Place place,
            Unfolded unfolded) {
        String id = (group.id() != null) ? group.id() : place.lineage().derived();
        List<WireSignature> members = Parts.ofGroup(group);
        if (body != null) {
            unfolded.chords().put(id, members.size());
        }
        for (int index = 0; index < members.size(); index++) {
            unfold(members.get(index), before, place.member(id, index, body), unfolded);
        }
    }

    private TaskMessage message(WireSignature signature, @Nullable JsonNode before, Place place) {
        Lineage lineage = place.lineage();
        String id = (signature.id() != null) ? signature.id() : lineage.derived();
        String queue = (signature.queue() != null) ? signature.queue() : this.queues.apply(signature.task());
        List<JsonNode> args = new ArrayList<>(signature.args());
        if (before != null && !signature.immutable()) {
            args.add(0, before);
        }
        Embed embed = new Embed(signature.signatures(WireSignature.LINK),
                signature.signatures(WireSignature.LINK_ERROR), place.steps(), first(place.chord(), signature.chord()));
        byte[] body = this.codec.writeBody(args, signature.named(), embed);
        return new TaskMessage(id, signature.task(), queue, Payload.json(body), headers(id, signature, place),
                signature.priority(), signature.due(), signature.expires(lineage.now()));
    }

    private static TaskHeaders headers(String id, WireSignature signature, Place place) {
        Lineage lineage = place.lineage();
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put(TaskHeaders.LANG, lineage.lang());
        headers.put(TaskHeaders.RETRIES, signature.runs());
        put(headers, TaskHeaders.SNOOZES, (signature.snoozes() > 0) ? signature.snoozes() : null);
        headers.put(TaskHeaders.ORIGIN, lineage.origin());
        headers.put(TaskHeaders.SENT_AT, lineage.now().toEpochMilli());
        headers.put(TaskHeaders.IGNORE_RESULT, signature.ignoresResult());
        headers.put(TaskHeaders.ROOT_ID, (lineage.rootId() != null) ? lineage.rootId() : id);
        put(headers, TaskHeaders.PARENT_ID, lineage.parentId());
        put(headers, TaskHeaders.REPLY_TO, signature.replyTo());
        put(headers, TaskHeaders.GROUP, first(place.group(), signature.id(WireSignature.GROUP_ID)));
        put(headers, TaskHeaders.GROUP_INDEX, first(place.index(), signature.integer(WireSignature.GROUP_INDEX)));
        put(headers, TaskHeaders.TIME_LIMIT, limits(signature));
        put(headers, TaskHeaders.ONCE, lineage.repeatable() ? true : null);
        lineage.headers().forEach(headers::putIfAbsent);
        signature.custom().forEach(headers::putIfAbsent);
        return TaskHeaders.of(headers);
    }

    private static void put(Map<String, @Nullable Object> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return (one != null) ? one : other;
    }

    private static @Nullable Object limits(WireSignature signature) {
        var hard = signature.seconds(WireSignature.TIME_LIMIT);
        var soft = signature.seconds(WireSignature.SOFT_TIME_LIMIT);
        return (hard == null && soft == null) ? null : Arrays.asList((hard != null) ? hard.toMillis() / 1000.0 : null,
                (soft != null) ? soft.toMillis() / 1000.0 : null);
    }

    /**
     * What signatures come to.
     *
     * @param messages what is sent first
     * @param chords the chords that begin with it: how many members each has, by its id
     */
    public record Unfolded(List<TaskMessage> messages, Map<String, Integer> chords) {

        /** Adds what others come to. */
        public void add(Unfolded more) {
            this.messages.addAll(more.messages());
            this.chords.putAll(more.chords());
        }

    }

}
