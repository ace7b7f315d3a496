package io.taskqueue.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.canvas.Lineage;
import io.taskqueue.canvas.Unfolding;
import io.taskqueue.canvas.Unfolding.Unfolded;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/**
 * What follows once all members of a chord have ended: its body with the list of their
 * results, or where one of them failed, the body's failure and its errbacks.
 */
final class Chords {

    private final Unfolding unfolding;

    private final Statements statements;

    private final Values values;

    Chords(Unfolding unfolding, Statements statements, Values values) {
        this.unfolding = unfolding;
        this.statements = statements;
        this.values = values;
    }

    /**
     * What follows.
     * @param part the member whose end completed it
     * @param ends the ends of all members, in their order
     */
    Following complete(Effects.Part part, List<TaskResult> ends) {
        Lineage lineage = part.lineage().of("body");
        Optional<TaskResult> failed = ends.stream().filter((end) -> !end.state().equals(TaskState.SUCCESS)).findFirst();
        return failed.isPresent() ? failed(part, failed.get(), lineage)
                : Following.of(copies(this.unfolding.unfold(part.body(), list(ends), lineage)), Effects.NONE);
    }

    /**
     * Whoever cannot know whether he sent them sends others, and one of each may begin.
     */
    private static Unfolded copies(Unfolded body) {
        String copy = TaskId.random();
        return new Unfolded(body.messages().stream().map((message) -> message.header(TaskHeaders.COPY, copy)).toList(),
                body.chords());
    }

    /**
     * What is left of chords whose members have all ended and whose callbacks nobody has
     * sent for so long.
     */
    List<Ending> overdue(ChordCounter counter, Duration since, int limit) {
        List<Ending> endings = new ArrayList<>();
        for (ChordCounter.Unfinished chord : counter.unfinished(since, limit)) {
            List<TaskResult> ends = counter.ends(chord.chord());
            if (chord.callback() == null || ends.isEmpty()) {
                continue;
            }
            WireSignature body = WireSignature.read(this.values.node(chord.callback()));
            Effects.Part part = new Effects.Part(chord.chord(), 0, ends.get(0), body, this.statements.lineage(null));
            Following following = complete(part, ends);
            endings.add(Ending.of(Completion.of(new Nothing(chord.chord()), Settlement.acknowledge()), null, true)
                .with(following.messages(), following.effects(), List.of(chord.chord())));
        }
        return endings;
    }

    private JsonNode list(List<TaskResult> ends) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        ends.forEach((end) -> list.add(this.values.node(end.value())));
        return list;
    }

    private Following failed(Effects.Part part, TaskResult member, Lineage lineage) {
        TaskError cause = member.error();
        String why = (cause != null) ? cause.simpleType() + "('" + cause.message() + "')" : member.state().name();
        TaskResult end = part.end()
            .ended(TaskState.FAILURE,
                    TaskError.of("celery.exceptions.ChordError", "Dependency " + member.id() + " raised " + why));
        WireSignature first = Unfolding.tasks(List.of(part.body())).findFirst().orElse(part.body());
        JsonNode id = JsonNodeFactory.instance.stringNode(String.valueOf(first.id()));
        Unfolded errbacks = new Unfolded(new ArrayList<>(), new LinkedHashMap<>());
        int index = 0;
        for (WireSignature errback : first.signatures(WireSignature.LINK_ERROR)) {
            errbacks.add(this.unfolding.unfold(errback, id, lineage.of("errback " + index++)));
        }
        return Following.of(errbacks, abandoned(List.of(part.body()), end, this.statements, lineage));
    }

    /**
     * What becomes of steps that will never run, because one before them ended like this:
     * they end as it did, and where one is a member of a chord, that counts it.
     */
    static Effects abandoned(List<WireSignature> steps, TaskResult end, Statements statements, Lineage lineage) {
        List<TaskResult> others = new ArrayList<>();
        List<Effects.Part> parts = new ArrayList<>();
        for (WireSignature step : Unfolding.tasks(steps).toList()) {
            TaskResult abandoned = statements.abandoned(step, lineage, end);
            if (step.id() != null && !step.ignoresResult()) {
                others.add(abandoned);
            }
            WireSignature body = step.chord();
            String group = step.id(WireSignature.GROUP_ID);
            if (body != null && group != null) {
                parts.add(new Effects.Part(group, index(step.integer(WireSignature.GROUP_INDEX)), abandoned, body,
                        lineage));
            }
        }
        return new Effects(others, parts, List.of());
    }

    /** Members without a place come after those that have one, as in Celery. */
    static int index(@Nullable Integer index) {
        return (index != null) ? index : Integer.MAX_VALUE;
    }

    /**
     * What is to be done.
     *
     * @param messages what is sent
     * @param effects what it means for other tasks
     */
    record Following(List<TaskMessage> messages, Effects effects) {

        static Following of(Unfolded unfolded, Effects effects) {
            List<ChordCounter.Opening> chords = unfolded.chords()
                .entrySet()
                .stream()
                .map((chord) -> new ChordCounter.Opening(chord.getKey(), chord.getValue()))
                .toList();
            return new Following(unfolded.messages(), effects.and(new Effects(List.of(), List.of(), chords)));
        }

    }

    /**
     * Nobody's delivery: what is left of a chord hangs on none.
     *
     * @param token the chord
     */
    private record Nothing(String token) implements Delivery {

        @Override
        public String queue() {
            return "";
        }

        @Override
        public int deliveries() {
            return 1;
        }

        @Override
        public Content content() {
            return new Content.Malformed("there is none", new byte[0]);
        }

    }

}
