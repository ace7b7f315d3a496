package io.taskqueue.console;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskDefinition;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;

/** Shows tasks to operators, each value as far as it may be seen. */
final class TaskViews {

    private static final int LONGEST_IN_LIST = 2_000;

    private final TaskCatalog catalog;

    private final Values values;

    TaskViews(TaskCatalog catalog, Values values) {
        this.catalog = catalog;
        this.values = values;
    }

    /** A task as a line of a list: without traces, attempts and long values. */
    TaskView line(TaskRecord task, Viewer viewer) {
        return view(task.last(), task, null, new Detail(viewer, false));
    }

    /** Everything that is known of a task. */
    TaskView whole(TaskRecord task, Viewer viewer) {
        Detail detail = new Detail(viewer, true);
        List<TaskView.Attempt> attempts = task.attempts().stream().map((each) -> attempt(each, detail)).toList();
        return view(task.last(), task, attempts, detail);
    }

    /** What a store without history knows of a task. */
    TaskView whole(TaskResult task, Viewer viewer) {
        return view(task, null, null, new Detail(viewer, true));
    }

    /**
     * The call that a task was, with what somebody changed in it.
     * @throws RefusedException if that is no JSON
     */
    TaskRecord edited(TaskRecord task, ScheduleEdit edit) {
        TaskDetails call = task.last().details();
        Detail all = new Detail(new Viewer(true, ""), true);
        TaskView shown = view(task.last(), task, null, all);
        String args = (edit.args() != null) ? Values.edited(edit.args(), shown.args(), call.args()) : null;
        String kwargs = (edit.kwargs() != null) ? Values.edited(edit.kwargs(), shown.kwargs(), call.kwargs()) : null;
        TaskDetails changed = new TaskDetails(null, edit.queue(), edit.priority(), args, kwargs, null, null, null, null,
                null, null)
            .or(call);
        return new TaskRecord(task.last().details(changed), task.created(), task.received(), task.started(),
                task.done(), task.attempts());
    }

    private TaskView view(TaskResult last, @Nullable TaskRecord story, @Nullable List<TaskView.Attempt> attempts,
            Detail detail) {
        TaskDetails call = last.details();
        return new TaskView(last.id(), call.task(), last.state().name(), call.queue(), call.priority(), last.worker(),
                last.run().attempt(), last.run().deliveries(), (story != null) ? story.created() : null,
                (story != null) ? story.received() : null, (story != null) ? story.started() : null,
                (story != null) ? story.done() : null, last.due(), call.expires(), call.rootId(), call.parentId(),
                call.groupId(), call.periodicTask(), progress(last.progress(), detail),
                this.values.args(detail.viewer(), call.args(), parameters(call.task()), detail.longest()),
                this.values.json(detail.viewer(), "kwargs", call.kwargs(), detail.longest()),
                this.values.json(detail.viewer(), "result", last.value(), detail.longest()),
                error(last.error(), detail), attempts);
    }

    private TaskView.Attempt attempt(TaskRecord.Attempt attempt, Detail detail) {
        return new TaskView.Attempt(attempt.run().attempt(), attempt.run().deliveries(), attempt.state().name(),
                attempt.worker(), attempt.started(), attempt.ended(), error(attempt.error(), detail));
    }

    private TaskView.@Nullable Progress progress(@Nullable Progress progress, Detail detail) {
        return (progress != null) ? new TaskView.Progress(progress.done(), progress.total(), progress.percent(),
                this.values.text(detail.viewer(), "progress.note", progress.note())) : null;
    }

    private TaskView.@Nullable Error error(@Nullable TaskError error, Detail detail) {
        return (error != null)
                ? new TaskView.Error(error.type(), this.values.text(detail.viewer(), "error.message", error.message()),
                        detail.whole() ? this.values.text(detail.viewer(), "error.trace", error.trace()) : null)
                : null;
    }

    private List<String> parameters(@Nullable String task) {
        return (task == null) ? List.of()
                : this.catalog.find(task)
                    .map((known) -> known.parameters().stream().map(TaskDefinition.Parameter::name).toList())
                    .orElse(List.of());
    }

    /**
     * How much is told.
     *
     * @param viewer to whom
     * @param whole whether traces and long values are told too
     */
    private record Detail(Viewer viewer, boolean whole) {

        int longest() {
            return this.whole ? Integer.MAX_VALUE : LONGEST_IN_LIST;
        }

    }

}
