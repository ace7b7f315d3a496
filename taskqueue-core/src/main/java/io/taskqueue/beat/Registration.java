package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.beat.ScheduleOrigin.Source;
import io.taskqueue.message.SafeText;

/**
 * Brings what an application declares into the store: new schedules are added, changed
 * ones follow unless they were edited there, and those that are declared no more are
 * disabled. Every node does it at its start; doing it again changes nothing.
 */
final class Registration {

    private static final Logger logger = LoggerFactory.getLogger(Registration.class);

    private static final int MOST_TRIES = 10;

    private final ScheduleStore store;

    private final Collection<DeclaredSchedule> declared;

    private final String application;

    Registration(ScheduleStore store, Collection<DeclaredSchedule> declared, String application) {
        this.store = store;
        this.declared = declared;
        this.application = application;
    }

    /**
     * Registers all.
     * @throws ScheduleStoreException if the store cannot be reached
     */
    void run() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            List<ScheduleChange> changes = changes();
            // other nodes may be at the same; who was second looks again
            if (changes.isEmpty() || !this.store.change(changes, Duration.ZERO).contains(false)) {
                return;
            }
        }
        logger.warn("Some schedules could not be registered, because others kept changing them");
    }

    private List<ScheduleChange> changes() {
        Map<String, ScheduleEntry> stored = new HashMap<>();
        this.store.all().forEach((entry) -> stored.put(entry.name(), entry));
        Instant now = this.store.firings().now();
        List<ScheduleChange> changes = new ArrayList<>();
        for (DeclaredSchedule schedule : this.declared) {
            ScheduleEntry before = stored.get(schedule.name());
            ScheduleEntry after = (before == null) ? ScheduleEntry.create(schedule.name(), schedule.spec(),
                    schedule.enabled(), schedule.origin(this.application), now) : follow(before, schedule, now);
            if (after != null) {
                changes.add(ScheduleChange.to(after));
            }
        }
        changes.addAll(gone(stored.values()));
        return changes;
    }

    private @Nullable ScheduleEntry follow(ScheduleEntry before, DeclaredSchedule schedule, Instant now) {
        ScheduleOrigin origin = before.origin();
        if (origin.source() == Source.RUN_TIME) {
            logger.warn("Schedule {} was made at run time, so what {} declares under its name is left aside",
                    SafeText.of(before.name()), this.application);
            return null;
        }
        if (!origin.gone() && schedule.said().equals(origin.declared())) {
            return null;
        }
        ScheduleOrigin fresh = schedule.origin(this.application);
        if (origin.edited()) {
            ScheduleEntry kept = before.origin(fresh.asEdited());
            return origin.gone() ? kept.enabled(schedule.enabled()).plannedFrom(now) : kept;
        }
        boolean moved = origin.gone() || !before.spec().when().equals(schedule.spec().when())
                || !before.spec().zone().equals(schedule.spec().zone());
        ScheduleEntry followed = before.spec(schedule.spec()).enabled(schedule.enabled()).origin(fresh);
        return (moved || !before.enabled()) ? followed.plannedFrom(now) : followed;
    }

    private List<ScheduleChange> gone(Collection<ScheduleEntry> stored) {
        Set<String> names = new HashSet<>();
        this.declared.forEach((schedule) -> names.add(schedule.name()));
        List<ScheduleChange> changes = new ArrayList<>();
        for (ScheduleEntry entry : stored) {
            ScheduleOrigin origin = entry.origin();
            if (!origin.gone() && this.application.equals(origin.application()) && !names.contains(entry.name())) {
                logger.warn("Schedule {} is declared by {} no more, and is disabled", SafeText.of(entry.name()),
                        this.application);
                changes.add(ScheduleChange.to(entry.enabled(false).origin(origin.asGone())));
            }
        }
        return changes;
    }

}
