package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Whom a signature calls: a task by its name, or by a reference to its method. */
public sealed interface Callee {

    /**
     * A task by name, declared anywhere and in any language.
     *
     * @param task the name
     */
    record Named(String task) implements Callee {
    }

    /**
     * A task of this application by its method.
     *
     * @param method the reference
     */
    record Referenced(TaskMethod method) implements Callee {
    }

    /**
     * A task once for each of some items, one after the other in one run: what Celery
     * calls a map, and a starmap where each item is a list of arguments.
     *
     * @param task whom
     * @param items what it is called with
     * @param spread whether each item is a list of arguments
     */
    record Each(Callee task, List<@Nullable Object> items, boolean spread) implements Callee {

        public Each {
            items = Collections.unmodifiableList(new ArrayList<>(items));
            if (task instanceof Each) {
                throw new IllegalArgumentException("A map calls a task, not another map");
            }
        }

        /** The same in parts of so many items, the last one perhaps smaller. */
        List<Each> parts(int size) {
            List<Each> parts = new ArrayList<>();
            for (int from = 0; from < this.items.size(); from += size) {
                parts.add(new Each(this.task, this.items.subList(from, Math.min(this.items.size(), from + size)),
                        this.spread));
            }
            return parts;
        }

    }

}
