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
    public List<TaskMessage> unfold(WireSignature signature, @Nullable JsonNode before, Lineage lineage) {
        List<TaskMessage> messages = new ArrayList<>();
        unfold(signature, before, Place.alone(lineage), messages);
        return messages;
    }

    /**
     * The messages of the first of some steps, which takes the others along.
     * @param steps at least one
     */
    public List<TaskMessage> unfoldChain(List<WireSignature> steps, @Nullable JsonNode before, Lineage lineage) {
        List<TaskMessage> messages = new ArrayList<>();
        unfold(steps.get(0), before, Place.alone(lineage).then(steps.subList(1, steps.size())), messages);
        return messages;
    }

    /** The single tasks in signatures, however nested. */
    public static Stream<WireSignature> tasks(Collection<WireSignature> signatures) {
        return signatures.stream()
            .flatMap((signature) -> (signature.type() == null) ? Stream.of(signature) : tasks(signature.members()));
    }

    private void unfold(WireSignature signature, @Nullable JsonNode before, Place place, List<TaskMessage> messages) {
        if (WireSignature.CHAIN.equals(signature.type())) {
            List<WireSignature> steps = Parts.ofChain(signature);
            if (!steps.isEmpty()) {
                unfold(steps.get(0), before, place.then(steps.subList(1, steps.size())), messages);
            }
        }
        else if (WireSignature.GROUP.equals(signature.type())) {
            unfoldGroup(signature, before, place, messages);
        }
        else {
            messages.add(message(signature, before, place));
        }
    }

    private void unfoldGroup(WireSignature group, @Nullable JsonNode before, Place place, List<TaskMessage> messages) {
        String id = (group.id() != null) ? group.id() : place.lineage().derived();
        int index = 0;
        for (WireSignature member : Parts.ofGroup(group)) {
            unfold(member, before, place.member(id, index++), messages);
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
                signature.signatures(WireSignature.LINK_ERROR), place.steps(), null);
        byte[] body = this.codec.writeBody(args, signature.named(), embed);
        return new TaskMessage(id, signature.task(), queue, Payload.json(body), headers(id, signature, place),
                signature.priority(), signature.due(), signature.expires(lineage.now()));
    }

    private static TaskHeaders headers(String id, WireSignature signature, Place place) {
        Lineage lineage = place.lineage();
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put(TaskHeaders.LANG, lineage.lang());
        headers.put(TaskHeaders.RETRIES, 0);
        headers.put(TaskHeaders.ORIGIN, lineage.origin());
        headers.put(TaskHeaders.SENT_AT, lineage.now().toEpochMilli());
        headers.put(TaskHeaders.IGNORE_RESULT, signature.ignoresResult());
        headers.put(TaskHeaders.ROOT_ID, (lineage.rootId() != null) ? lineage.rootId() : id);
        put(headers, TaskHeaders.PARENT_ID, lineage.parentId());
        put(headers, TaskHeaders.GROUP, first(signature.id(WireSignature.GROUP_ID), place.group()));
        put(headers, TaskHeaders.GROUP_INDEX, first(signature.integer(WireSignature.GROUP_INDEX), place.index()));
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

}
