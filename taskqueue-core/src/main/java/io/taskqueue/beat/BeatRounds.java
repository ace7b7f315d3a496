package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.message.SafeText;
import io.taskqueue.result.TaskResult;

/**
 * What a node does again and again for its schedules: it looks which are due soon, waits
 * for each, and claims and sends it. One thread goes the rounds; between them it rests as
 * long as each says.
 */
final class BeatRounds {

    private static final Logger logger = LoggerFactory.getLogger(BeatRounds.class);

    private static final int LIMIT = 2_000;

    private static final int STEP = 1_000;

    private final ScheduleStore store;

    private final Firings firings;

    private final LastRuns lastRuns;

    private final BeatClock clock;

    private final BeatOptions options;

    private final Planner planner;

    private final PriorityQueue<ScheduleEntry> upcoming = new PriorityQueue<>(
            Comparator.comparing((entry) -> Objects.requireNonNull(entry.runs().next())));

    private final Set<String> unreadable = new HashSet<>();

    private @Nullable Long nextPoll;

    private @Nullable Long nextSweep;

    /** How many due schedules were left for later in the last round. */
    private int left;

    private boolean more;

    BeatRounds(ScheduleStore store, Firings firings, LastRuns lastRuns, BeatClock clock, BeatOptions options) {
        this.store = store;
        this.firings = firings;
        this.lastRuns = lastRuns;
        this.clock = clock;
        this.options = options;
        this.planner = new Planner(options.tolerance());
    }

    /** Looks anew at the beginning of the next round. */
    void hurry() {
        this.nextPoll = null;
    }

    /**
     * Goes one round.
     * @return how long to rest before the next
     */
    Duration go() {
        if (due(this.nextPoll)) {
            poll();
        }
        if (due(this.nextSweep)) {
            sweep();
        }
        fire();
        return rest();
    }

    private boolean due(@Nullable Long nanos) {
        return nanos == null || this.clock.nanos() - nanos >= 0;
    }

    private void poll() {
        this.nextPoll = this.clock.nanos() + this.options.poll().toNanos();
        if (this.clock.look()) {
            planAnew();
        }
        this.firings.tryAgain();
        int limit = LIMIT + this.left;
        List<ScheduleEntry> soon = this.store.due(this.clock.now().plus(this.options.poll().multipliedBy(2)), limit);
        this.upcoming.clear();
        this.upcoming.addAll(soon);
        this.more = soon.size() == limit;
    }

    /** Every node does, at times of its own, and each step may be done twice. */
    private void sweep() {
        double jitter = ThreadLocalRandom.current().nextDouble(0.7, 1.3);
        this.nextSweep = this.clock.nanos() + (long) (this.options.sweep().toNanos() * jitter);
        this.firings.takeOver();
        this.store.firings().forget(this.options.keep(), STEP);
    }

    private void fire() {
        Instant now = this.clock.now();
        List<ScheduleEntry> due = new ArrayList<>();
        while (!this.upcoming.isEmpty() && !next(this.upcoming.element()).isAfter(now)) {
            due.add(this.upcoming.remove());
        }
        this.left = 0;
        int done = 0;
        int room = this.firings.room();
        while (done < due.size() && room > 0) {
            List<ScheduleEntry> some = due.subList(done, Math.min(due.size(), done + room));
            fire(some, Moments.of(now));
            done += some.size();
            room = this.firings.room();
        }
        this.left += due.size() - done;
        if (this.more && this.upcoming.isEmpty() && done > this.left) {
            hurry();
        }
    }

    private void fire(List<ScheduleEntry> due, Instant now) {
        Map<String, TaskResult> last = lastOf(due);
        List<ScheduleChange> changes = new ArrayList<>();
        for (ScheduleEntry entry : due) {
            ScheduleChange change = (last != null || entry.spec().overlap() == Overlap.ALLOW) ? plan(entry, now, last)
                    : null;
            if (change != null) {
                changes.add(change);
            }
            else {
                this.left++;
            }
        }
        Instant horizon = now.plus(this.options.poll());
        this.firings.make(changes)
            .stream()
            .filter((entry) -> entry.runs().next() != null && !next(entry).isAfter(horizon))
            .forEach(this.upcoming::add);
    }

    private @Nullable ScheduleChange plan(ScheduleEntry entry, Instant now, @Nullable Map<String, TaskResult> last) {
        try {
            TaskResult known = (last != null) ? last.get(entry.name()) : null;
            return this.planner.plan(entry, now, known != null && LastRuns.open(known));
        }
        catch (IllegalArgumentException unreadable) {
            if (this.unreadable.size() < STEP && this.unreadable.add(entry.name())) {
                logger.error("Schedule {} is not understood here and is left to other nodes: {}",
                        SafeText.of(entry.name()), SafeText.of(String.valueOf(unreadable.getMessage())));
            }
            return null;
        }
    }

    /**
     * The last runs of those that want to know, or {@code null} if that cannot be found
     * out now; they wait then.
     */
    private @Nullable Map<String, TaskResult> lastOf(List<ScheduleEntry> due) {
        List<ScheduleEntry> asking = due.stream().filter((entry) -> entry.spec().overlap() != Overlap.ALLOW).toList();
        try {
            return this.lastRuns.of(asking);
        }
        catch (RuntimeException away) {
            logger.warn("Schedules that must not overlap wait, because the result store does not answer: {}",
                    away.getMessage());
            return null;
        }
    }

    /**
     * The store's clock was set back: periods must not wait for it to come so far again.
     */
    private void planAnew() {
        Instant now = this.clock.now();
        List<ScheduleChange> changes = new ArrayList<>();
        for (ScheduleEntry entry : this.store.all()) {
            Instant next = entry.runs().next();
            if (next != null && entry.spec().when().startsWith("P")
                    && next.isAfter(entry.spec().schedule().next(now))) {
                changes.add(ScheduleChange.to(entry.plannedFrom(now)));
            }
        }
        logger.warn("The clock of {} was set back; {} schedules are planned anew", this.store.description(),
                changes.size());
        this.store.change(changes, this.options.lease());
    }

    private Duration rest() {
        if (this.nextPoll == null) {
            return Duration.ZERO;
        }
        Duration untilPoll = Duration.ofNanos(Math.max(0, this.nextPoll - this.clock.nanos()));
        if (this.upcoming.isEmpty()) {
            return untilPoll;
        }
        Duration untilNext = Duration.between(this.clock.now(), next(this.upcoming.element()));
        return untilNext.isNegative() ? Duration.ZERO : (untilNext.compareTo(untilPoll) < 0) ? untilNext : untilPoll;
    }

    private static Instant next(ScheduleEntry entry) {
        return Objects.requireNonNull(entry.runs().next());
    }

}
