package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.message.WireSignature;

/**
 * Where in a canvas a signature stands.
 *
 * @param lineage who sends it
 * @param steps what comes after it, the next step first
 * @param group the group it is a member of, if any
 * @param index its place there
 * @param chord what follows once all of the group have ended, if anything does
 */
record Place(Lineage lineage, List<WireSignature> steps, @Nullable String group, @Nullable Integer index,
        @Nullable WireSignature chord) {

    /** No other signature is near. */
    static Place alone(Lineage lineage) {
        return new Place(lineage, List.of(), null, null, null);
    }

    /** The same place, with these steps before those that are there. */
    Place then(List<WireSignature> sooner) {
        List<WireSignature> all = new ArrayList<>(sooner);
        all.addAll(this.steps);
        if (all.isEmpty() || this.group == null) {
            return new Place(this.lineage, all, this.group, this.index, this.chord);
        }
        // what a group counts is the end of the last step
        all.set(all.size() - 1, asMember(all.get(all.size() - 1)));
        return new Place(this.lineage, all, null, null, null);
    }

    /** The same call, known as a member of the group that this place is in. */
    WireSignature asMember(WireSignature last) {
        if (this.group == null) {
            return last;
        }
        WireSignature member = last.option(WireSignature.GROUP_ID, JsonNodeFactory.instance.stringNode(this.group));
        if (this.index != null) {
            member = member.option(WireSignature.GROUP_INDEX, JsonNodeFactory.instance.numberNode(this.index));
        }
        return (this.chord != null) ? member.option(WireSignature.CHORD, this.chord.toNode()) : member;
    }

    /** The place of one member of a group that stands here. */
    Place member(String group, int index, @Nullable WireSignature chord) {
        return new Place(this.lineage.of("" + index), List.of(), group, index, chord);
    }

}
