package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

import io.taskqueue.PeriodicTask;
import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskDefinition;
import io.taskqueue.beat.ScheduleOrigin.Source;

/**
 * Reads what an application declares, annotations first and configuration over them, and
 * refuses at the start what could never come round.
 */
public final class DeclaredSchedules {

    private static final String WHEN = "Write one of cron = \"0 0 3 * * *\" and every = \"10s\"";

    private final TaskCatalog catalog;

    private final BeatParts parts;

    private final String zone;

    private final UnaryOperator<String> placeholders;

    /**
     * @param zone where cron expressions are read that name no zone
     * @param placeholders resolves placeholders in texts of annotations
     */
    public DeclaredSchedules(TaskCatalog catalog, BeatParts parts, String zone, UnaryOperator<String> placeholders) {
        this.catalog = catalog;
        this.parts = parts;
        this.zone = zone;
        this.placeholders = placeholders;
    }

    /**
     * All schedules that are declared.
     * @param configured what configuration says, by the schedule's name
     * @throws InvalidScheduleException if one cannot be
     */
    public List<DeclaredSchedule> read(Map<String, ScheduleOverrides> configured) {
        Map<String, DeclaredSchedule> all = new LinkedHashMap<>();
        for (TaskDefinition task : this.catalog.all()) {
            task.periodic().forEach((periodic) -> put(all, task, periodic));
        }
        configured.forEach((name, said) -> all.put(name, configured(name, said, all.get(name))));
        all.values().forEach(this::check);
        return new ArrayList<>(all.values());
    }

    private void put(Map<String, DeclaredSchedule> all, TaskDefinition task, PeriodicTask periodic) {
        if (ScheduledTaskRegistrar.CRON_DISABLED.equals(text(periodic.cron()))) {
            return;
        }
        String name = periodic.name().isBlank() ? task.name() : text(periodic.name());
        DeclaredSchedule declared = new DeclaredSchedule(name, spec(task, periodic), true, Source.CODE);
        if (all.putIfAbsent(name, declared) != null) {
            throw new InvalidScheduleException(
                    "Two schedules have the name " + name + ", one of them at " + task.source(),
                    "Give each its own: @PeriodicTask(name = \"…\")");
        }
    }

    private ScheduleSpec spec(TaskDefinition task, PeriodicTask said) {
        String source = task.source();
        if (said.cron().isBlank() == said.every().isBlank()) {
            throw new InvalidScheduleException("The @PeriodicTask of " + source + " says "
                    + (said.cron().isBlank() ? "neither cron nor every" : "both cron and every"), WHEN);
        }
        String when = said.cron().isBlank() ? duration(source, "every", said.every()).toString() : text(said.cron());
        return ScheduleSpec.of(task.name(), when)
            .when(when, said.zone().isBlank() ? this.zone : text(said.zone()))
            .arguments(said.args().isBlank() ? "[]" : text(said.args()),
                    said.kwargs().isBlank() ? "{}" : text(said.kwargs()))
            .sent(said.queue().isBlank() ? null : text(said.queue()),
                    (said.priority() != SharedTask.UNSET) ? said.priority() : null,
                    said.expires().isBlank() ? null : duration(source, "expires", said.expires()))
            .policies(said.misfire(), said.overlap());
    }

    private DeclaredSchedule configured(String name, ScheduleOverrides said, @Nullable DeclaredSchedule annotated) {
        if (annotated == null && (said.task() == null || said.when() == null)) {
            throw new InvalidScheduleException(
                    "taskqueue.beat.schedule." + name + " is no annotated schedule's name, and "
                            + ((said.task() == null) ? "names no task" : "does not say when"),
                    "Add task, and one of cron, every and at");
        }
        ScheduleSpec base = (annotated != null) ? annotated.spec()
                : ScheduleSpec.of(String.valueOf(said.task()), String.valueOf(said.when()))
                    .when(String.valueOf(said.when()), this.zone);
        return new DeclaredSchedule(name, said.over(base), !Boolean.FALSE.equals(said.enabled()), Source.CONFIGURATION);
    }

    private void check(DeclaredSchedule schedule) {
        try {
            ScheduleEntry entry = ScheduleEntry.create(schedule.name(), schedule.spec(), true, schedule.origin(""),
                    Instant.EPOCH);
            this.parts.template().check(entry);
        }
        catch (RuntimeException impossible) {
            throw new InvalidScheduleException(
                    "Schedule " + schedule.name() + " cannot come round: " + impossible.getMessage(),
                    "Correct its @PeriodicTask, or taskqueue.beat.schedule." + schedule.name());
        }
        if (schedule.spec().overlap() != Overlap.ALLOW && forgetful(schedule)) {
            throw new InvalidScheduleException(
                    "Schedule " + schedule.name() + " wants to know whether the run before has ended, and nobody keeps"
                            + " the results of task " + schedule.spec().task(),
                    "Let its results be kept, or say overlap = ALLOW");
        }
    }

    private boolean forgetful(DeclaredSchedule schedule) {
        Optional<TaskDefinition> task = this.catalog.find(schedule.spec().task());
        return !this.parts.keepsResults() || (task.isPresent() && task.get().options().ignoreResult());
    }

    private Duration duration(String source, String attribute, String text) {
        try {
            return DurationFormatterUtils.detectAndParse(text(text), DurationFormat.Unit.MILLIS);
        }
        catch (IllegalArgumentException unreadable) {
            throw new InvalidScheduleException("The @PeriodicTask of " + source + " says " + attribute + " = \"" + text
                    + "\", which is no duration", "Write it as 10s, 5m, 1h30m or in ISO-8601 as PT10S");
        }
    }

    private String text(String text) {
        return this.placeholders.apply(text);
    }

}
