package io.taskqueue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results of one chain, and where among them one stands. */
final class Kin {

    private static final Kin NONE = new Kin(List.of(), 0);

    private final List<AsyncResult<?>> links;

    private final int place;

    private Kin(List<AsyncResult<?>> links, int place) {
        this.links = links;
        this.place = place;
    }

    /** No other result is known. */
    static Kin none() {
        return NONE;
    }

    /**
     * This place, or where it is none, the first of a chain whose results are to come.
     */
    Kin begun() {
        return (this == NONE) ? new Kin(new ArrayList<>(), 0) : this;
    }

    /** The place after this one, whose result is this. */
    Kin after(AsyncResult<?> result) {
        this.links.add(result);
        return new Kin(this.links, this.place + 1);
    }

    Optional<AsyncResult<?>> parent() {
        return (this.place > 0) ? Optional.of(this.links.get(this.place - 1)) : Optional.empty();
    }

    List<AsyncResult<?>> children() {
        return (this.place + 1 < this.links.size()) ? List.of(this.links.get(this.place + 1)) : List.of();
    }

}
