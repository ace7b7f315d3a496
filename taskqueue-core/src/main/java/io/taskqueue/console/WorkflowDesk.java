package io.taskqueue.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.taskqueue.TaskTemplate;
import io.taskqueue.Workflow;
import io.taskqueue.canvas.Outline;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskSearch;

/** Canvases as operators see and steer them. */
public final class WorkflowDesk {

    private final TaskTemplate tasks;

    private final ResultBackend results;

    WorkflowDesk(TaskTemplate tasks, ResultBackend results) {
        this.tasks = tasks;
        this.results = results;
    }

    /** The one that a task or a group belongs to, or {@code null}. */
    public @Nullable WorkflowView one(String id) {
        return this.tasks.workflow(id).map(this::view).orElse(null);
    }

    private WorkflowView view(Workflow workflow) {
        Outline outline = workflow.outline();
        Map<String, TaskResult> known = workflow
            .results(outline.steps().stream().filter((step) -> step.task() != null).map(Outline.Step::id).toList());
        return new WorkflowView(workflow.id(),
                outline.steps().stream().map((step) -> step(step, known.get(step.id()), workflow)).toList(),
                outline.links()
                    .stream()
                    .map((link) -> new WorkflowView.Link(link.from(), link.to(),
                            link.kind().name().toLowerCase(Locale.ROOT)))
                    .toList());
    }

    private WorkflowView.Step step(Outline.Step step, @Nullable TaskResult found, Workflow workflow) {
        return (step.task() != null)
                ? new WorkflowView.Step(step.id(), step.task(), step.queue(),
                        (found != null) ? found.state().name() : null, null, null)
                : new WorkflowView.Step(step.id(), null, null, null, step.size(),
                        step.members().isEmpty() ? null : states(step, workflow));
    }

    /** Counted by the store where it can, since these may be thousands. */
    private Map<String, Long> states(Outline.Step group, Workflow workflow) {
        Map<String, Long> states = new TreeMap<>();
        this.results.capability(TaskSearch.class)
            .ifPresentOrElse(
                    (search) -> search.count(TaskFilter.all().group(group.id()))
                        .forEach((state, count) -> states.put(state.name(), count)),
                    () -> workflow.results(group.members())
                        .values()
                        .forEach((found) -> states.merge(found.state().name(), 1L, Long::sum)));
        return states;
    }

    ActionView revoke(String id) {
        int revoked = find(id).revoke();
        if (revoked == 0) {
            throw RefusedException.conflict("All of the workflow has ended");
        }
        return ActionView.messages("revoke", revoked);
    }

    ActionView retry(String id) {
        Workflow workflow = find(id);
        if (!workflow.ended()) {
            throw RefusedException.conflict("The workflow has not ended; revoke it first");
        }
        return ActionView.task("retry", workflow.sendAgain());
    }

    private Workflow find(String id) {
        return this.tasks.workflow(id)
            .orElseThrow(() -> RefusedException.notFound("There is no such workflow, or the result store "
                    + this.results.description() + " does not remember it"));
    }

}
