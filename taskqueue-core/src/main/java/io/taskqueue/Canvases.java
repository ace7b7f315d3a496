package io.taskqueue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import io.taskqueue.canvas.Unfolding;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskResult;

/** The canvases that were called, as far as the result store remembers them. */
final class Canvases {

    private static final Logger logger = LoggerFactory.getLogger(Canvases.class);

    private final @Nullable CanvasStore store;

    private final TaskValues values;

    Canvases(ResultBackend results, TaskValues values) {
        this.store = results.capability(CanvasStore.class).orElse(null);
        this.values = values;
    }

    /**
     * Remembers one; that it cannot be remembered is no reason not to send it.
     * @param deferred whether it is sent when this thread's transaction commits
     */
    void remember(String id, WireSignature canvas, boolean deferred) {
        if (this.store == null) {
            return;
        }
        String text = canvas.toNode().toString();
        try {
            if (text.length() > CanvasStore.LARGEST) {
                logger.debug("The canvas {} is too large to be remembered: {} characters", id, text.length());
            }
            else if (deferred) {
                this.store.rememberWithin(id, text);
            }
            else {
                this.store.remember(id, text);
            }
        }
        catch (ResultStoreException away) {
            logger.warn("The canvas {} is sent and not remembered", id, away);
        }
    }

    /**
     * The canvas that a task or a group belongs to.
     * @param id the task's or the group's
     * @param found what is known of the task, or of the one that asks
     */
    Optional<Remembered> find(String id, @Nullable TaskResult found) {
        TaskDetails details = (found != null) ? found.details() : TaskDetails.NONE;
        return Stream.of(id, details.rootId(), details.groupId())
            .filter(Objects::nonNull)
            .distinct()
            .flatMap((each) -> read(each).stream())
            .findFirst();
    }

    private Optional<Remembered> read(String id) {
        return (this.store == null) ? Optional.empty()
                : this.store.canvas(id)
                    .map((text) -> new Remembered(id,
                            WireSignature.read(Objects.requireNonNull(this.values.read(text, JsonNode.class)))));
    }

    /**
     * A canvas that was called.
     *
     * @param id its root
     * @param canvas the whole
     */
    record Remembered(String id, WireSignature canvas) {

        /** The group of this id in it. */
        Optional<WireSignature> group(String group) {
            return groups(this.canvas).filter((each) -> group.equals(each.id())).findFirst();
        }

        private static Stream<WireSignature> groups(WireSignature part) {
            if (WireSignature.CHORD.equals(part.type())) {
                return Stream.concat(groups(part.header()), groups(part.body()));
            }
            Stream<WireSignature> inside = Stream
                .concat(part.members().stream(), Stream.concat(part.signatures(WireSignature.LINK).stream(),
                        part.signatures(WireSignature.LINK_ERROR).stream()))
                .flatMap(Remembered::groups);
            return WireSignature.GROUP.equals(part.type()) ? Stream.concat(Stream.of(part), inside) : inside;
        }

        /** All its tasks, those that are called when one of them ends included. */
        List<String> tasks() {
            List<String> ids = new ArrayList<>();
            Unfolding.everyTask(this.canvas).forEach((task) -> ids.add(String.valueOf(task.id())));
            return ids;
        }

    }

}
