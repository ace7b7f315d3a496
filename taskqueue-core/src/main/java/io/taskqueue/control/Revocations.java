package io.taskqueue.control;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tasks that this node heard were revoked, the latest so many. What holds is the
 * stored wish; this is only what can be told of it.
 */
final class Revocations {

    private static final int MOST = 10_000;

    private final Set<String> ids = new LinkedHashSet<>();

    synchronized void add(Collection<?> revoked) {
        for (Object id : revoked) {
            if (id instanceof String text) {
                this.ids.remove(text);
                this.ids.add(text);
            }
        }
        while (this.ids.size() > MOST) {
            this.ids.remove(this.ids.iterator().next());
        }
    }

    synchronized List<String> ids() {
        return List.copyOf(this.ids);
    }

}
