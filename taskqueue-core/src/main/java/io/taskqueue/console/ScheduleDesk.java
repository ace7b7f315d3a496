package io.taskqueue.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskDefinition;
import io.taskqueue.beat.Firing;
import io.taskqueue.beat.ScheduleEntry;
import io.taskqueue.beat.ScheduleOperations;
import io.taskqueue.beat.ScheduleSpec;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskResult;

/** Shows schedules to operators, and does to them what they ask. */
public final class ScheduleDesk {

    private static final int MOST = 500;

    private static final int UPCOMING = 10;

    private static final int FIRINGS = 50;

    private final @Nullable ScheduleOperations schedules;

    private final TaskCatalog catalog;

    private final Values values;

    ScheduleDesk(@Nullable ScheduleOperations schedules, TaskCatalog catalog, Values values) {
        this.schedules = schedules;
        this.catalog = catalog;
        this.values = values;
    }

    /** Whether this application has schedules at all. */
    public boolean open() {
        return this.schedules != null;
    }

    /**
     * Schedules by name, those whose name or task holds this text.
     */
    public SchedulesView list(@Nullable String text, @Nullable Integer offset, int limit, Viewer viewer) {
        List<ScheduleEntry> all = schedules().all().stream().filter((entry) -> matches(entry, text)).toList();
        int from = Math.min(all.size(), (offset != null) ? Math.max(0, offset) : 0);
        List<ScheduleEntry> page = all.subList(from, Math.min(all.size(), from + Math.max(1, Math.min(MOST, limit))));
        Map<String, TaskResult> last = lastRuns(page);
        return new SchedulesView(all.size(), from,
                page.stream().map((entry) -> view(entry, last.get(entry.name()), viewer, false)).toList());
    }

    /** One schedule with its next moments and its last ones, or {@code null}. */
    public SchedulesView.@Nullable Schedule one(String name, Viewer viewer) {
        return schedules().find(name)
            .map((entry) -> view(entry, lastRuns(List.of(entry)).get(name), viewer, true))
            .orElse(null);
    }

    ActionView act(String name, String action, ScheduleEdit edit) {
        try {
            return switch (action) {
                case "save" -> save(name, edit);
                case "enable", "disable" -> {
                    schedules().enable(name, action.equals("enable"));
                    yield ActionView.of(action);
                }
                case "trigger" -> ActionView.task(action, schedules().trigger(name));
                case "delete" -> delete(name);
                default -> throw RefusedException.badRequest(
                        "There is no such action: schedules/{name} takes save, enable, disable, trigger and delete");
            };
        }
        catch (NoSuchElementException unknown) {
            throw RefusedException.notFound("There is no such schedule");
        }
        catch (IllegalArgumentException | TaskArgumentException impossible) {
            throw RefusedException.badRequest(String.valueOf(impossible.getMessage()));
        }
        catch (IllegalStateException refused) {
            throw RefusedException.conflict(String.valueOf(refused.getMessage()));
        }
    }

    private ActionView save(String name, ScheduleEdit edit) {
        ScheduleSpec before = schedules().find(name).map(ScheduleEntry::spec).orElse(null);
        schedules().save(name, edit.of(before));
        return ActionView.of("save");
    }

    private ActionView delete(String name) {
        if (!schedules().remove(name)) {
            throw RefusedException.notFound("There is no such schedule");
        }
        return ActionView.of("delete");
    }

    private static boolean matches(ScheduleEntry entry, @Nullable String text) {
        String sought = (text != null) ? text.toLowerCase(Locale.ROOT) : "";
        return entry.name().toLowerCase(Locale.ROOT).contains(sought)
                || entry.spec().task().toLowerCase(Locale.ROOT).contains(sought);
    }

    /** Schedules are told all the same while the result store is away. */
    private Map<String, TaskResult> lastRuns(List<ScheduleEntry> entries) {
        try {
            return schedules().lastRuns(entries);
        }
        catch (ResultStoreException away) {
            return Map.of();
        }
    }

    private SchedulesView.Schedule view(ScheduleEntry entry, @Nullable TaskResult last, Viewer viewer, boolean whole) {
        ScheduleSpec spec = entry.spec();
        List<String> parameters = this.catalog.find(spec.task())
            .map((task) -> task.parameters().stream().map(TaskDefinition.Parameter::name).toList())
            .orElse(List.of());
        return new SchedulesView.Schedule(entry.name(), spec.task(), spec.when(), spec.zone(), entry.enabled(),
                word(entry.origin().source()), entry.origin().application(), entry.origin().edited(),
                entry.origin().gone(), spec.queue(), spec.priority(), spec.expires(), word(spec.misfire()),
                word(spec.overlap()), this.values.args(viewer, spec.args(), parameters, Integer.MAX_VALUE),
                this.values.json(viewer, "kwargs", spec.kwargs(), Integer.MAX_VALUE), entry.runs().next(),
                entry.runs().last(), entry.runs().lastTask(), (last != null) ? last.state().name() : null,
                entry.runs().count(), whole ? schedules().upcoming(entry, UPCOMING) : null,
                whole ? schedules().firings(entry.name(), FIRINGS).stream().map(ScheduleDesk::view).toList() : null);
    }

    private static SchedulesView.Moment view(Firing firing) {
        return new SchedulesView.Moment(firing.planned(), firing.count(), word(firing.fate()), firing.task(),
                firing.at(), firing.reason());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private ScheduleOperations schedules() {
        if (this.schedules == null) {
            throw RefusedException.notSupported("This application has no schedules");
        }
        return this.schedules;
    }

}
