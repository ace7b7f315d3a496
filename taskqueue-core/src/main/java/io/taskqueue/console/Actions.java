package io.taskqueue.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.AsyncResult;
import io.taskqueue.QueueOperations;
import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskHistory;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskState;

/**
 * What an operator can do to tasks, queues and dead letters. Each deed, done or refused,
 * leaves a line in the audit log.
 */
public final class Actions {

    private static final int CHUNK = 500;

    private final TaskTemplate tasks;

    private final Broker broker;

    private final ResultBackend results;

    private final Reader reader;

    private final ScheduleDesk schedules;

    private final WorkflowDesk workflows;

    private final TaskViews views;

    private final QueueOperations pauses;

    private final Audit audit = new Audit();

    Actions(TaskTemplate tasks, Broker broker, ResultBackend results, Reader reader, ScheduleDesk schedules,
            WorkflowDesk workflows, QueueOperations pauses, TaskViews views) {
        this.workflows = workflows;
        this.views = views;
        this.tasks = tasks;
        this.broker = broker;
        this.results = results;
        this.reader = reader;
        this.schedules = schedules;
        this.pauses = pauses;
    }

    /** Does it, or says why not. */
    public ActionView act(String who, String section, String id, String action) {
        return act(who, section, id, action, ScheduleEdit.NONE);
    }

    /** Does it, or says why not, for a schedule with what it should say. */
    public ActionView act(String who, String section, String id, String action, ScheduleEdit edit) {
        return this.audit.watch(who, section + "/" + id, action, () -> section.equals("schedules")
                ? this.schedules.act(id, action, edit) : doAct(section, id, action, edit));
    }

    private ActionView doAct(String section, String id, String action, ScheduleEdit edit) {
        return switch (section + " " + action) {
            case "results revoke" -> revoke(id);
            case "results retry" -> retry(id, edit);
            case "results delete" -> forget(id);
            case "workflows revoke" -> this.workflows.revoke(id);
            case "workflows retry" -> this.workflows.retry(id);
            case "queues pause" -> pause(id, true);
            case "queues resume" -> pause(id, false);
            case "queues purge" -> purge(id);
            case "queues replay" -> replayAll(id);
            case "dead-letters replay" -> replay(id);
            case "dead-letters delete" -> delete(id);
            default -> throw RefusedException
                .badRequest("There is no such action: results/{id} takes revoke, retry and delete,"
                        + " workflows/{id} revoke and retry,"
                        + " queues/{name} pause, resume, purge and replay, dead-letters/{id} replay and delete,"
                        + " schedules/{name} save, enable, disable, trigger and delete");
        };
    }

    private ActionView revoke(String id) {
        AsyncResult<Object> task = find(id);
        TaskState state = task.state();
        if (state.terminal()) {
            throw RefusedException.conflict("The task has ended: " + state);
        }
        task.revoke();
        return ActionView.task("revoke", id);
    }

    private ActionView retry(String id, ScheduleEdit edit) {
        TaskRecord record = record(id);
        if (!record.state().terminal() && !record.state().equals(TaskState.UNSENT)) {
            throw RefusedException.conflict("The task has not ended: " + record.state());
        }
        boolean edited = edit.args() != null || edit.kwargs() != null;
        try {
            return ActionView.task("retry", this.tasks.sendAgain(this.views.edited(record, edit)).id());
        }
        catch (TaskArgumentException misfit) {
            throw edited ? RefusedException.badRequest(String.valueOf(misfit.getMessage()))
                    : RefusedException.conflict("The task takes other arguments by now");
        }
        catch (IllegalArgumentException unknown) {
            String reason = String.valueOf(unknown.getMessage());
            throw edited ? RefusedException.badRequest(reason) : RefusedException.conflict(reason);
        }
    }

    private ActionView forget(String id) {
        AsyncResult<Object> task = find(id);
        TaskState state = task.state();
        if (!state.terminal() && !state.equals(TaskState.UNSENT)) {
            throw RefusedException.conflict("The task has not ended: " + state);
        }
        task.forget();
        return ActionView.task("delete", id);
    }

    private ActionView pause(String queue, boolean paused) {
        requireQueue(queue);
        try {
            if (paused) {
                this.pauses.pause(queue);
            }
            else {
                this.pauses.resume(queue);
            }
        }
        catch (UnsupportedOperationException nowhere) {
            throw RefusedException.notSupported(String.valueOf(nowhere.getMessage()));
        }
        return ActionView.of(paused ? "pause" : "resume");
    }

    private ActionView purge(String queue) {
        QueueAdministration administration = this.broker.capability(QueueAdministration.class)
            .orElseThrow(() -> cannot("empty queues"));
        requireQueue(queue);
        return ActionView.messages("purge", administration.purge(queue));
    }

    /**
     * What was set aside before this began; a message that comes back meanwhile stays.
     */
    private ActionView replayAll(String queue) {
        requireQueue(queue);
        List<DeadLetter> chosen = all(queue);
        Replay replay = new Replay(letters(), this.results);
        long sent = 0;
        for (int from = 0; from < chosen.size(); from += CHUNK) {
            sent += replay.replay(chosen.subList(from, Math.min(chosen.size(), from + CHUNK)));
        }
        return ActionView.messages("replay", sent);
    }

    private ActionView replay(String id) {
        List<DeadLetter> chosen = all(null).stream().filter((letter) -> letter.id().equals(id)).toList();
        if (new Replay(letters(), this.results).replay(chosen) == 0) {
            throw RefusedException.conflict("There is no such dead letter, or it never was a message");
        }
        return ActionView.messages("replay", 1);
    }

    private List<DeadLetter> all(@Nullable String queue) {
        List<DeadLetter> all = new ArrayList<>();
        long count = letters().count(queue);
        while (all.size() < count) {
            List<DeadLetter> page = letters().list(queue, all.size(), CHUNK);
            all.addAll(page);
            if (page.size() < CHUNK) {
                break;
            }
        }
        return all;
    }

    private ActionView delete(String id) {
        if (letters().remove(List.of(id)) == 0) {
            throw RefusedException.notFound("There is no such dead letter");
        }
        return ActionView.messages("delete", 1);
    }

    private AsyncResult<Object> find(String id) {
        return this.tasks.result(id, Object.class)
            .orElseThrow(() -> RefusedException.notFound("There is no such task"));
    }

    private TaskRecord record(String id) {
        TaskHistory history = this.results.capability(TaskHistory.class)
            .orElseThrow(() -> RefusedException.notSupported(
                    "The result store " + this.results.description() + " does not keep what tasks were called with"));
        find(id);
        return history.record(id).orElseThrow(() -> RefusedException.notFound("There is no such task"));
    }

    private DeadLetters letters() {
        return this.broker.capability(DeadLetters.class).orElseThrow(() -> cannot("keep dead letters"));
    }

    private void requireQueue(String queue) {
        if (!this.reader.queueNames().contains(queue)) {
            throw RefusedException.notFound("There is no such queue");
        }
    }

    private RefusedException cannot(String what) {
        return RefusedException.notSupported("The broker " + this.broker.description() + " cannot " + what);
    }

}
