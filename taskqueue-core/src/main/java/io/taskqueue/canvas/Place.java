package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.WireSignature;

/**
 * Where in a canvas a signature stands.
 *
 * @param lineage who sends it
 * @param steps what comes after it, the next step first
 * @param group the group it is a member of, if any
 * @param index its place there
 */
record Place(Lineage lineage, List<WireSignature> steps, @Nullable String group, @Nullable Integer index) {

    /** No other signature is near. */
    static Place alone(Lineage lineage) {
        return new Place(lineage, List.of(), null, null);
    }

    /** The same place, with these steps before those that are there. */
    Place then(List<WireSignature> sooner) {
        List<WireSignature> all = new ArrayList<>(sooner);
        all.addAll(this.steps);
        return new Place(this.lineage, all, this.group, this.index);
    }

    /** The place of one member of a group that stands here. */
    Place member(String group, int index) {
        return new Place(this.lineage.of("" + index), List.of(), group, index);
    }

}
