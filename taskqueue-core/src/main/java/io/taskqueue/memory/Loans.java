package io.taskqueue.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/** What one consumer was lent, under one lease. Guarded by the depot's lock. */
final class Loans {

    /** A consumer that never renews is told of its newest losses only. */
    private static final int MOST_LOST = 10_000;

    private final Depot depot;

    private final Map<String, MemoryDelivery> held = new LinkedHashMap<>();

    private final Set<String> lost = new LinkedHashSet<>();

    private String incarnation = newIncarnation();

    /** Whether some of it was given to others since this incarnation began. */
    private boolean late;

    private long sequence;

    private long leaseEnd;

    Loans(Depot depot) {
        this.depot = depot;
    }

    MemoryDelivery lend(QueuedMessage message) {
        beginAnewIfLate();
        if (this.held.isEmpty()) {
            this.depot.borrowers.add(this);
        }
        this.sequence++;
        MemoryDelivery delivery = new MemoryDelivery(this.incarnation + "-" + this.sequence, message,
                message.allDeliveries());
        this.held.put(delivery.token(), delivery);
        return delivery;
    }

    /** Ends a loan; {@code null} where there is none of this name. */
    @Nullable QueuedMessage end(String token) {
        MemoryDelivery delivery = this.held.remove(token);
        forgetIfEmpty();
        return (delivery != null) ? delivery.message() : null;
    }

    /** Gives everything back, uncounted. */
    void giveBack() {
        this.held.values().forEach((delivery) -> this.depot.putBack(delivery.message(), false));
        clear();
    }

    /** Forgets everything. */
    void clear() {
        this.held.clear();
        this.lost.clear();
        forgetIfEmpty();
    }

    void extendLease() {
        this.leaseEnd = this.depot.time.nanos() + DelayedMessages.nanos(this.depot.options.lease());
    }

    /** Extends the lease and tells what was lost since the last time. */
    Set<String> renew() {
        beginAnewIfLate();
        Set<String> told = Set.copyOf(this.lost);
        this.lost.clear();
        extendLease();
        return told;
    }

    /**
     * Gives back what is held if the lease has ended, the newest first, so that its owner
     * is left with the oldest.
     * @return how many messages went back
     */
    int reclaim(int limit) {
        if (this.leaseEnd - this.depot.time.nanos() > 0) {
            return 0;
        }
        List<MemoryDelivery> all = new ArrayList<>(this.held.values());
        Collections.reverse(all);
        List<MemoryDelivery> some = all.subList(0, Math.min(limit, all.size()));
        some.forEach(this::lose);
        return some.size();
    }

    private void lose(MemoryDelivery delivery) {
        this.late = true;
        end(delivery.token());
        this.depot.putBack(delivery.message(), true);
        this.lost.add(delivery.token());
        if (this.lost.size() > MOST_LOST) {
            this.lost.remove(this.lost.iterator().next());
        }
    }

    private void forgetIfEmpty() {
        if (this.held.isEmpty()) {
            this.depot.borrowers.remove(this);
        }
    }

    private void beginAnewIfLate() {
        if (this.late) {
            this.late = false;
            this.incarnation = newIncarnation();
        }
    }

    private static String newIncarnation() {
        return Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
    }

}
