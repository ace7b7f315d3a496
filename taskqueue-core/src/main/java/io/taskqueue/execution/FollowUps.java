package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskDefinition;
import io.taskqueue.canvas.Lineage;
import io.taskqueue.canvas.Unfolding;
import io.taskqueue.canvas.Unfolding.Unfolded;
import io.taskqueue.message.Embed;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.TaskState;

/**
 * What a task's message says shall follow its end: the next link and the callbacks of a
 * success, the errbacks of a failure. Asked twice, it says the same, id by id.
 */
final class FollowUps {

    /** Where Celery sends what nobody routes. */
    private static final String CELERYS_QUEUE = "celery";

    private final Unfolding unfolding;

    private final Statements statements;

    FollowUps(Unfolding unfolding, Statements statements) {
        this.unfolding = unfolding;
        this.statements = statements;
    }

    /** Unfolds what travels in messages, for a worker that knows these tasks. */
    static Unfolding unfolding(MessageCodec codec, TaskCatalog catalog) {
        return new Unfolding(codec,
                (task) -> catalog.find(task)
                    .map(TaskDefinition::options)
                    .map((options) -> options.queue())
                    // ours say where they go, so it was Python that did not
                    .orElse(CELERYS_QUEUE));
    }

    /**
     * What takes the result.
     * @throws io.taskqueue.message.ValueException if one message cannot hold it
     */
    Unfolded ofSuccess(TaskMessage message, Embed embed, JsonNode result) {
        Lineage lineage = this.statements.lineage(message);
        Unfolded unfolded = each(embed.callbacks(), result, lineage, "callback ");
        if (!embed.chain().isEmpty()) {
            unfolded.add(this.unfolding.unfoldChain(embed.chain(), result, lineage.of("next")));
        }
        return unfolded;
    }

    /** What takes the failed task's id; a wish that it end is no failure. */
    Unfolded ofFailure(TaskMessage message, Embed embed, TaskState state) {
        boolean failed = state.equals(TaskState.FAILURE) || state.equals(TaskState.REJECTED);
        return each(failed ? embed.errbacks() : List.of(), JsonNodeFactory.instance.stringNode(message.id()),
                this.statements.lineage(message), "errback ");
    }

    /**
     * What takes the task's place.
     * @throws io.taskqueue.message.ValueException if one message cannot hold it
     */
    Unfolded ofReplaced(TaskMessage message, Embed embed, WireSignature work) {
        return this.unfolding.replace(message, embed, work, this.statements.lineage(message).of("replace"));
    }

    private Unfolded each(List<WireSignature> callbacks, JsonNode before, Lineage lineage, String role) {
        Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashMap<>());
        int index = 0;
        for (WireSignature callback : callbacks) {
            unfolded.add(this.unfolding.unfold(callback, before, lineage.of(role + index++)));
        }
        return unfolded;
    }

}
