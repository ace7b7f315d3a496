package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskDefinition;
import io.taskqueue.canvas.Lineage;
import io.taskqueue.canvas.Unfolding;
import io.taskqueue.message.Embed;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.WireSignature;

/**
 * What a task's message says shall follow its end: the next link and the callbacks of a
 * success, the errbacks of a failure. Asked twice, it says the same, id by id.
 */
final class FollowUps {

    /** Where Celery sends what nobody routes. */
    private static final String CELERYS_QUEUE = "celery";

    private final Unfolding unfolding;

    private final Statements statements;

    FollowUps(MessageCodec codec, TaskCatalog catalog, Statements statements) {
        this.unfolding = new Unfolding(codec,
                (task) -> catalog.find(task)
                    .map(TaskDefinition::options)
                    .map((options) -> options.queue())
                    // ours say where they go, so it was Python that did not
                    .orElse(CELERYS_QUEUE));
        this.statements = statements;
    }

    /**
     * What takes the result.
     * @throws io.taskqueue.message.ValueException if one message cannot hold it
     */
    List<TaskMessage> ofSuccess(TaskMessage message, Embed embed, JsonNode result) {
        Lineage lineage = lineage(message);
        List<TaskMessage> messages = new ArrayList<>();
        int index = 0;
        for (WireSignature callback : embed.callbacks()) {
            messages.addAll(this.unfolding.unfold(callback, result, lineage.of("callback " + index++)));
        }
        if (!embed.chain().isEmpty()) {
            messages.addAll(this.unfolding.unfoldChain(embed.chain(), result, lineage.of("next")));
        }
        return messages;
    }

    /** What takes the failed task's id. */
    List<TaskMessage> ofFailure(TaskMessage message, Embed embed) {
        Lineage lineage = lineage(message);
        JsonNode id = JsonNodeFactory.instance.stringNode(message.id());
        List<TaskMessage> messages = new ArrayList<>();
        int index = 0;
        for (WireSignature errback : embed.errbacks()) {
            messages.addAll(this.unfolding.unfold(errback, id, lineage.of("errback " + index++)));
        }
        return messages;
    }

    private Lineage lineage(TaskMessage message) {
        return Lineage.ofEnd(message, this.statements.worker(), this.statements.now());
    }

}
