package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.beat.Firing.Fate;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/**
 * The firings of this node: claimed, sent, marked, in this order. What could not be sent
 * or marked is tried again while the claim lasts, and is anybody's after that.
 */
final class Firings {

    private static final Logger logger = LoggerFactory.getLogger(Firings.class);

    private static final int STEP = 1_000;

    /** So many at once keep a round short. */
    private static final int CHUNK = 250;

    /** So many are claimed on trial while the broker takes none. */
    private static final int TRIALS = 10;

    private final ScheduleStore store;

    private final FiringSender sender;

    private final ResultBackend results;

    private final BeatClock clock;

    private final Duration lease;

    private final List<Held> unsent = new ArrayList<>();

    private final List<Firing> unmarked = new ArrayList<>();

    /** How many were claimed since nothing could be sent, or -1 while something can. */
    private int trials = -1;

    Firings(ScheduleStore store, FiringSender sender, ResultBackend results, BeatClock clock, Duration lease) {
        this.store = store;
        this.sender = sender;
        this.results = results;
        this.clock = clock;
        this.lease = lease;
    }

    /**
     * A claim that could not be sent yet.
     *
     * @param claim the claim
     * @param until when it ends, by the steady clock
     */
    private record Held(Claim claim, long until) {
    }

    /**
     * How many schedules may be claimed now. While nothing can be sent, hardly any: what
     * stays due is subject to its misfire policy, and what is claimed is sent for sure.
     */
    int room() {
        if (this.trials < 0) {
            return CHUNK;
        }
        return (this.trials < TRIALS) ? 1 : 0;
    }

    /**
     * Makes changes, and sends what they claim.
     * @return the schedules as they are now, of those changes that were made
     */
    List<ScheduleEntry> make(List<ScheduleChange> changes) {
        long until = this.clock.nanos() + this.lease.toNanos();
        List<Boolean> made = this.store.change(changes, this.lease);
        List<ScheduleEntry> after = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            ScheduleEntry entry = changes.get(i).after();
            if (made.get(i) && entry != null) {
                after.add(entry.stored());
                changes.get(i)
                    .firings()
                    .stream()
                    .filter((firing) -> firing.fate() == Fate.CLAIMED)
                    .forEach((firing) -> claims.add(new Claim(entry, firing)));
            }
        }
        if (!send(claims, until) && !claims.isEmpty()) {
            stuck();
        }
        return after;
    }

    /** Tries again what did not work before. */
    void tryAgain() {
        mark(List.of());
        List<Held> held = List.copyOf(this.unsent);
        this.unsent.clear();
        for (Held each : held) {
            if (each.until() - this.clock.nanos() > 0) {
                send(List.of(each.claim()), each.until());
            }
        }
        if (this.trials >= TRIALS && this.unsent.isEmpty()) {
            tryWithAnother();
        }
    }

    /**
     * Without a claim in hand this node would never hear that the broker is back: its
     * claims have ended, or other nodes have them.
     */
    private void tryWithAnother() {
        takeOver();
        if (this.trials >= TRIALS && this.unsent.isEmpty()) {
            this.trials = TRIALS - 1;
        }
    }

    /** Sends what nodes that died had claimed, and had not said that it is sent. */
    void takeOver() {
        long until = this.clock.nanos() + this.lease.toNanos();
        List<Firing> left = this.store.firings().takeOver(this.lease, STEP);
        if (left.isEmpty()) {
            return;
        }
        logger.info("Taking over {} firings that were claimed and not marked as sent", left.size());
        Set<String> taken = known(left);
        Map<String, ScheduleEntry> entries = entries(left);
        Instant now = this.clock.now();
        List<Firing> dealtWith = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        for (Firing firing : left) {
            ScheduleEntry entry = entries.get(firing.schedule());
            if (taken.contains(firing.task())) {
                dealtWith.add(firing.became(Fate.SENT, now, null));
            }
            else if (entry == null) {
                dealtWith.add(firing.became(Fate.REFUSED, now, "its schedule was removed"));
            }
            else {
                claims.add(new Claim(entry, firing));
            }
        }
        mark(dealtWith);
        send(claims, until);
    }

    /** Tasks that a worker has been heard of, and so surely were sent. */
    private Set<String> known(List<Firing> firings) {
        try {
            Map<String, TaskResult> found = this.results.find(firings.stream().map(Firing::task).toList());
            return found.values()
                .stream()
                .filter((result) -> !result.state().equals(TaskState.QUEUED)
                        && !result.state().equals(TaskState.UNSENT))
                .map(TaskResult::id)
                .collect(Collectors.toSet());
        }
        catch (RuntimeException away) {
            // they are sent again then, and run once all the same
            logger.debug("Whether claimed firings were sent cannot be found out", away);
            return new HashSet<>();
        }
    }

    private Map<String, ScheduleEntry> entries(List<Firing> firings) {
        Map<String, ScheduleEntry> entries = new HashMap<>();
        firings.stream()
            .map(Firing::schedule)
            .distinct()
            .forEach((name) -> this.store.find(name).ifPresent((entry) -> entries.put(name, entry)));
        return entries;
    }

    /** Whether any of them could be sent. */
    private boolean send(List<Claim> claims, long until) {
        if (claims.isEmpty()) {
            return false;
        }
        List<Firing> sent = this.sender.send(claims, Moments.of(this.clock.now()));
        Set<String> ids = sent.stream().map(Firing::task).collect(Collectors.toSet());
        claims.stream()
            .filter((claim) -> !ids.contains(claim.firing().task()))
            .forEach((claim) -> this.unsent.add(new Held(claim, until)));
        mark(sent);
        if (sent.stream().anyMatch((firing) -> firing.fate() == Fate.SENT)) {
            this.trials = -1;
        }
        return !sent.isEmpty();
    }

    private void stuck() {
        if (this.trials < 0) {
            logger.warn("The broker takes no calls of schedules; what is claimed is tried again, and what comes"
                    + " due waits");
        }
        this.trials++;
    }

    private void mark(List<Firing> firings) {
        this.unmarked.addAll(firings);
        if (!this.unmarked.isEmpty()) {
            this.store.firings().settle(List.copyOf(this.unmarked));
            this.unmarked.clear();
        }
    }

}
