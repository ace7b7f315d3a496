package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.List;

import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Settlement;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.message.Embed;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.ValueException;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/**
 * What a task's end means for the tasks around it: who is sent next, who never will be,
 * and which chord counts it. The same for an end that has just come about and for one
 * that the store held already.
 */
final class Consequences {

    private final FollowUps followUps;

    private final Statements statements;

    private final Values values;

    private final TaskJournal journal;

    Consequences(FollowUps followUps, Statements statements, Values values, TaskJournal journal) {
        this.followUps = followUps;
        this.statements = statements;
        this.values = values;
        this.journal = journal;
    }

    /**
     * The ending of a task that has come to this end.
     * @throws ValueException if its value is too large to be passed on
     */
    Ending ending(Attempt attempt, TaskResult end, Settlement settlement, TaskEvent event) {
        TaskResult kept = attempt.ignoresResult() ? null : end;
        Chords.Following following = following(attempt, end);
        return new Ending(new Completion(attempt.delivery(), kept, following.messages(), settlement), event,
                attempt.settled(), following.effects(),
                attempt.embed().none() ? null : (stored) -> stood(attempt, stored), List.of());
    }

    /**
     * The ending of a task whose place other work takes.
     * @throws ValueException if one message cannot hold that
     */
    Ending replaced(Attempt attempt, WireSignature work) {
        Chords.Following following = Chords.Following
            .of(this.followUps.ofReplaced(attempt.message(), attempt.embed(), work), Effects.NONE);
        if (this.journal.history() && !attempt.ignoresResult()) {
            this.journal.note(this.statements.waiting(attempt.message()));
        }
        return new Ending(new Completion(attempt.delivery(), null, following.messages(), Settlement.acknowledge()),
                null, attempt.settled(), following.effects(), null, List.of());
    }

    /** The ending of a copy of a message whose own delivery sees to what follows. */
    static Ending dropped(Attempt attempt) {
        return Ending.of(Completion.of(attempt.delivery(), Settlement.acknowledge()), null, attempt.settled());
    }

    /** The ending of a task whose end is stored already. */
    Ending stood(Attempt attempt, TaskResult end) {
        Chords.Following following = following(attempt, end);
        return new Ending(new Completion(attempt.delivery(), null, following.messages(), Settlement.acknowledge()),
                null, attempt.settled(), following.effects(), null, List.of());
    }

    private Chords.Following following(Attempt attempt, TaskResult end) {
        Embed embed = attempt.embed();
        if (embed.none()) {
            return new Chords.Following(List.of(), Effects.NONE);
        }
        TaskMessage message = attempt.message();
        Chords.Following following = Chords.Following.of(end.state().equals(TaskState.SUCCESS)
                ? this.followUps.ofSuccess(message, embed, this.values.node(end.value()))
                : this.followUps.ofFailure(message, embed, end.state()), around(message, embed, end));
        noteSent(following.messages());
        return following;
    }

    private void noteSent(List<TaskMessage> messages) {
        if (this.journal.history()) {
            messages.stream()
                .filter((message) -> !message.headers().ignoreResult())
                .map(this.statements::sent)
                .forEach(this.journal::note);
        }
    }

    private Effects around(TaskMessage message, Embed embed, TaskResult end) {
        List<TaskResult> others = new ArrayList<>();
        List<Effects.Part> parts = new ArrayList<>();
        String group = message.headers().group();
        if (embed.chord() != null && group != null && end.state().terminal()) {
            parts.add(new Effects.Part(group, Chords.index(message.headers().groupIndex()), end, embed.chord(),
                    this.statements.lineage(message)));
        }
        if (!end.state().equals(TaskState.SUCCESS) && end.state().terminal()) {
            Effects abandoned = Chords.abandoned(embed.chain(), end, this.statements, this.statements.lineage(message));
            others.addAll(abandoned.others());
            parts.addAll(abandoned.parts());
        }
        return new Effects(others, parts, List.of());
    }

}
