package io.taskqueue.rabbit;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;

import io.taskqueue.admission.Wishes;

/**
 * That nobody can wish for anything: RabbitMQ stores no wishes, and one that is not
 * stored would be forgotten with the next restart. Whoever tries hears what is missing.
 */
public final class NoWishes implements Wishes {

    private final String cure;

    /**
     * @param cure what to add, as one sentence
     */
    public NoWishes(String cure) {
        this.cure = cure;
    }

    private UnsupportedOperationException refused(String what) {
        return new UnsupportedOperationException(
                what + " needs a store beside RabbitMQ, which has none that workers could ask. " + this.cure);
    }

    @Override
    public void revoke(Collection<String> ids, Duration keep) {
        throw refused("Revoking a task");
    }

    @Override
    public Set<String> revoked(Collection<String> ids) {
        return Set.of();
    }

    @Override
    public void pause(String queue) {
        throw refused("Pausing a queue");
    }

    @Override
    public void resume(String queue) {
        throw refused("Resuming a queue");
    }

    @Override
    public Set<String> paused() {
        return Set.of();
    }

    @Override
    public boolean kept() {
        return false;
    }

}
