package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Completion;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.TaskResult;

/**
 * How a delivery ended, on its way to be made durable.
 *
 * @param completion what to store, publish and settle
 * @param event what to tell once it is stored
 * @param settled whether the delivery was acknowledged before the body began
 * @param effects what it means for other tasks
 * @param stood what is to be done instead where the store holds an end of the task
 * already, or {@code null} where nothing follows it
 * @param finished the chords that are done with once it is published
 */
public record Ending(Completion completion, @Nullable TaskEvent event, boolean settled, Effects effects,
        @Nullable Function<TaskResult, Ending> stood, List<String> finished) {

    public Ending {
        finished = List.copyOf(finished);
    }

    /** One that concerns no other task. */
    static Ending of(Completion completion, @Nullable TaskEvent event, boolean settled) {
        return new Ending(completion, event, settled, Effects.NONE, null, List.of());
    }

    /** The same, with a delivery that is settled already. */
    Ending asSettled() {
        return new Ending(this.completion, this.event, true, this.effects, this.stood, this.finished);
    }

    /**
     * What is left of it once it is stored and counted, and this follows too.
     * @param finished the chords whose callbacks are among it
     */
    Ending with(List<TaskMessage> messages, Effects effects, List<String> finished) {
        List<TaskMessage> all = new ArrayList<>(this.completion.followUps());
        all.addAll(messages);
        List<String> chords = new ArrayList<>(this.finished);
        chords.addAll(finished);
        return new Ending(new Completion(this.completion.delivery(), null, all, this.completion.settlement()), null,
                this.settled, effects, null, chords);
    }

}
