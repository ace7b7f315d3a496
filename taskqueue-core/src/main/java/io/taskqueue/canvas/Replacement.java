package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.message.Embed;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.WireSignature;

/**
 * Makes work ready to take the place of a task: Celery's {@code replace}. Its calls get
 * ids that follow from the run that asks for it, so that the same run that is made twice
 * asks for the same.
 *
 * @param task whose place it takes
 * @param embed what was to follow that
 */
record Replacement(TaskMessage task, Embed embed) {

    WireSignature of(WireSignature work) {
        WireSignature whole = Renaming.of(endingInOne(work),
                (n) -> TaskId.derived(this.task.id(), "replace", this.task.attempt() + "/" + n));
        WireSignature watched = watched(whole);
        return last(watched, (end) -> end.goingOn(this.task).linked(WireSignature.LINK, this.embed.callbacks()));
    }

    /** A group at the end is followed by one task that returns the list. */
    private WireSignature endingInOne(WireSignature work) {
        if (WireSignature.CHAIN.equals(work.type())) {
            List<WireSignature> steps = new ArrayList<>(Parts.ofChain(work));
            steps.set(steps.size() - 1, endingInOne(steps.get(steps.size() - 1)));
            return Parts.one(steps);
        }
        if (WireSignature.CHORD.equals(work.type())) {
            return WireSignature.chord(work.header(), endingInOne(Parts.body(work)));
        }
        return WireSignature.GROUP.equals(work.type())
                ? WireSignature.chord(work, accumulating().option(WireSignature.QUEUE, text(this.task.queue()))) : work;
    }

    private static WireSignature accumulating() {
        return WireSignature.of(BuiltIn.ACCUMULATE, List.of(), Map.of("index", JsonNodeFactory.instance.numberNode(0)));
    }

    /** The errbacks of the task watch each step, and of a chord the body. */
    private WireSignature watched(WireSignature work) {
        if (WireSignature.CHAIN.equals(work.type())) {
            return WireSignature.of(WireSignature.CHAIN, work.members().stream().map(this::watched).toList());
        }
        return WireSignature.CHORD.equals(work.type()) ? WireSignature.chord(work.header(), watched(work.body()))
                : work.linked(WireSignature.LINK_ERROR, this.embed.errbacks());
    }

    private static WireSignature last(WireSignature work, UnaryOperator<WireSignature> change) {
        if (WireSignature.CHAIN.equals(work.type())) {
            List<WireSignature> steps = new ArrayList<>(work.members());
            steps.set(steps.size() - 1, last(steps.get(steps.size() - 1), change));
            return WireSignature.of(WireSignature.CHAIN, steps);
        }
        return WireSignature.CHORD.equals(work.type()) ? WireSignature.chord(work.header(), last(work.body(), change))
                : change.apply(work);
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

}
