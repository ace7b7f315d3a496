package io.taskqueue.execution;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Settlement;
import io.taskqueue.canvas.Unfolding;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.message.Embed;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.ValueException;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/**
 * What a task's end means for the tasks around it: who is sent next, and who never will
 * be. The same for an end that has just come about and for one that the store held
 * already.
 */
final class Consequences {

    private final TaskValues values;

    private final FollowUps followUps;

    private final Statements statements;

    private final TaskJournal journal;

    Consequences(TaskValues values, FollowUps followUps, Statements statements, TaskJournal journal) {
        this.values = values;
        this.followUps = followUps;
        this.statements = statements;
        this.journal = journal;
    }

    /**
     * The ending of a task that has come to this end.
     * @throws ValueException if its value is too large to be passed on
     */
    Ending ending(Attempt attempt, TaskResult end, Settlement settlement, TaskEvent event) {
        TaskResult kept = attempt.ignoresResult() ? null : end;
        return new Ending(new Completion(attempt.delivery(), kept, sent(attempt, end), settlement), event,
                attempt.settled(), abandoned(attempt, end),
                attempt.embed().none() ? null : (stored) -> stood(attempt, stored));
    }

    /** The ending of a copy of a message whose own delivery sees to what follows. */
    static Ending dropped(Attempt attempt) {
        return Ending.of(Completion.of(attempt.delivery(), Settlement.acknowledge()), null, attempt.settled());
    }

    /** The ending of a task whose end is stored already. */
    Ending stood(Attempt attempt, TaskResult end) {
        return new Ending(new Completion(attempt.delivery(), null, sent(attempt, end), Settlement.acknowledge()), null,
                attempt.settled(), abandoned(attempt, end), null);
    }

    private List<TaskMessage> sent(Attempt attempt, TaskResult end) {
        List<TaskMessage> messages = following(attempt, end);
        if (this.journal.history()) {
            messages.stream()
                .filter((message) -> !message.headers().ignoreResult())
                .map(this.statements::sent)
                .forEach(this.journal::note);
        }
        return messages;
    }

    private List<TaskMessage> following(Attempt attempt, TaskResult end) {
        Embed embed = attempt.embed();
        if (embed.none()) {
            return List.of();
        }
        if (end.state().equals(TaskState.SUCCESS)) {
            return this.followUps.ofSuccess(attempt.message(), embed, node(end.value()));
        }
        boolean failed = end.state().equals(TaskState.FAILURE) || end.state().equals(TaskState.REJECTED);
        return failed ? this.followUps.ofFailure(attempt.message(), embed) : List.of();
    }

    /** The steps after one that failed end as it did. */
    private List<TaskResult> abandoned(Attempt attempt, TaskResult end) {
        boolean goesOn = end.state().equals(TaskState.SUCCESS) || !end.state().terminal();
        return goesOn ? List.of()
                : Unfolding.tasks(attempt.embed().chain())
                    .filter((step) -> step.id() != null && !step.ignoresResult())
                    .map((step) -> this.statements.abandoned(step, attempt.message(), end))
                    .toList();
    }

    private JsonNode node(@Nullable String json) {
        return Objects.requireNonNull(this.values.<JsonNode>read((json != null) ? json : "null", JsonNode.class));
    }

}
