package io.taskqueue;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.canvas.BuiltIn;
import io.taskqueue.canvas.Canvas;
import io.taskqueue.canvas.Chain;
import io.taskqueue.canvas.Group;
import io.taskqueue.canvas.Signature;
import io.taskqueue.canvas.Unfolding;
import io.taskqueue.canvas.Unfolding.Unfolded;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.WireSignature;

/**
 * Turns a canvas into the messages that travel first, with the others inside them, and
 * refuses here what could not be run there. Each call has its id from now on.
 */
final class CanvasEncoder {

    private final CallEncoder calls;

    private final Unfolding unfolding;

    CanvasEncoder(CallEncoder calls, MessageCodec codec) {
        this.calls = calls;
        this.unfolding = new Unfolding(codec, (task) -> {
            throw new IllegalStateException("Each call of a canvas says where it goes, and " + task + " does not");
        });
    }

    EncodedCanvas encode(Canvas<?> canvas) {
        Frozen frozen = freeze(canvas, null);
        List<Signature<?>> first = first(canvas).toList();
        return new EncodedCanvas(frozen, unfold(frozen.wire()),
                first.stream().flatMap((call) -> Stream.ofNullable(call.options().id())).collect(Collectors.toSet()),
                first.stream().anyMatch((call) -> call.options().immediate()));
    }

    /** The messages of a canvas whose calls have their ids. */
    Unfolded unfold(WireSignature canvas) {
        return this.unfolding.unfold(canvas, null, this.calls.lineage().begun(Unfolding.root(canvas)));
    }

    /** The calls that are sent at once. */
    private static Stream<Signature<?>> first(Canvas<?> canvas) {
        if (canvas instanceof Chain<?> chain) {
            return first(chain.links().get(0));
        }
        return (canvas instanceof Group<?> group) ? group.members().stream().flatMap(CanvasEncoder::first)
                : Stream.of((Signature<?>) canvas);
    }

    private Frozen freeze(Canvas<?> canvas, @Nullable Type before) {
        if (canvas instanceof Chain<?> chain) {
            return chain(chain, before);
        }
        return (canvas instanceof Group<?> group) ? group(group, before) : single((Signature<?>) canvas, before);
    }

    private Frozen single(Signature<?> signature, @Nullable Type before) {
        String chosen = signature.options().id();
        CallEncoder.Step step = this.calls.step(signature, before, (chosen != null) ? chosen : TaskId.random());
        List<WireSignature> links = frozen(signature.callbacks().onSuccess(), step.resultType());
        List<WireSignature> errbacks = frozen(signature.callbacks().onError(), String.class);
        WireSignature wire = step.wire().linked(WireSignature.LINK, links).linked(WireSignature.LINK_ERROR, errbacks);
        return new Frozen(wire, step.resultType(), List.of(), false);
    }

    private Frozen chain(Chain<?> chain, @Nullable Type before) {
        List<Frozen> steps = new ArrayList<>();
        Type taken = before;
        for (Canvas<?> link : chain.links()) {
            Frozen step = freeze(link, taken);
            steps.addAll(step.isChain() ? step.parts() : List.of(step));
            taken = step.resultType();
        }
        return new Frozen(Unfolding.inOrder(steps.stream().map(Frozen::wire).toList()),
                steps.get(steps.size() - 1).resultType(), steps, true);
    }

    private Frozen group(Group<?> group, @Nullable Type before) {
        List<Frozen> members = group.members().stream().map((member) -> freeze(member, before)).toList();
        WireSignature wire = WireSignature.of(WireSignature.GROUP, members.stream().map(Frozen::wire).toList())
            .option(WireSignature.TASK_ID, JsonNodeFactory.instance.stringNode(TaskId.random()));
        WireSignature whole = group.hooks().none() ? wire
                : WireSignature.chord(wire, join(group.hooks(), String.valueOf(wire.id()), queue(members)));
        return new Frozen(whole, List.class, members, false);
    }

    private String queue(List<Frozen> members) {
        String queue = members.isEmpty() ? null : members.get(0).first().wire().queue();
        return (queue != null) ? queue : this.calls.defaultQueue();
    }

    /** The body of the chord that a group with hooks is: it passes the list on. */
    private WireSignature join(Group.Hooks hooks, String group, String queue) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        List<WireSignature> succeeded = frozen(hooks.succeeded(), List.class);
        List<WireSignature> finished = given(group, frozen(hooks.finished(), String.class));
        List<WireSignature> failed = given(group, frozen(hooks.failed(), String.class));
        return WireSignature.of(BuiltIn.ACCUMULATE, List.of(), Map.of("index", nodes.numberNode(0)))
            .option(WireSignature.TASK_ID, nodes.stringNode(TaskId.random()))
            .option(WireSignature.QUEUE, nodes.stringNode(queue))
            .linked(WireSignature.LINK, succeeded)
            .linked(WireSignature.LINK, finished)
            .linked(WireSignature.LINK_ERROR, failed)
            .linked(WireSignature.LINK_ERROR, finished);
    }

    private List<WireSignature> frozen(List<Canvas<?>> canvases, Type before) {
        return canvases.stream().map((canvas) -> freeze(canvas, before).wire()).toList();
    }

    private static List<WireSignature> given(String group, List<WireSignature> hooks) {
        return hooks.stream().map((hook) -> Unfolding.given(hook, JsonNodeFactory.instance.stringNode(group))).toList();
    }

    /**
     * A canvas whose calls have their ids.
     *
     * @param wire how it travels
     * @param resultType what comes of it
     * @param parts its links or members, each the same
     * @param isChain whether the parts run one after the other
     */
    record Frozen(WireSignature wire, Type resultType, List<Frozen> parts, boolean isChain) {

        boolean isGroup() {
            return !this.isChain && this.wire.type() != null;
        }

        /** The call in it that is sent first. */
        Frozen first() {
            return this.parts.isEmpty() ? this : this.parts.get(0).first();
        }

        /** Its id, which a chain has not. */
        String id() {
            return String.valueOf(this.wire.id());
        }

    }

    /**
     * A canvas ready to travel.
     *
     * @param frozen the whole
     * @param unfolded what is sent first
     * @param chosen the ids of these that the caller chose
     * @param immediate whether it waits for no commit
     */
    record EncodedCanvas(Frozen frozen, Unfolded unfolded, Set<String> chosen, boolean immediate) {
    }

}
