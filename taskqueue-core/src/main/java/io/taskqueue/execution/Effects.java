package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.List;

import io.taskqueue.canvas.Lineage;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.TaskResult;

/**
 * What an ending means for other tasks, beside those it sends.
 *
 * @param others results of other tasks that are stored with its own: of the links after a
 * failed one
 * @param parts the ends that chords count
 * @param opened the chords whose members it sends
 */
public record Effects(List<TaskResult> others, List<Part> parts, List<ChordCounter.Opening> opened) {

    /** None. */
    public static final Effects NONE = new Effects(List.of(), List.of(), List.of());

    public Effects {
        others = List.copyOf(others);
        parts = List.copyOf(parts);
        opened = List.copyOf(opened);
    }

    /** Whether there is none. */
    public boolean none() {
        return this.others.isEmpty() && this.parts.isEmpty() && this.opened.isEmpty();
    }

    /** These and more. */
    Effects and(Effects more) {
        List<TaskResult> allOthers = new ArrayList<>(this.others);
        allOthers.addAll(more.others);
        List<Part> allParts = new ArrayList<>(this.parts);
        allParts.addAll(more.parts);
        List<ChordCounter.Opening> allOpened = new ArrayList<>(this.opened);
        allOpened.addAll(more.opened);
        return new Effects(allOthers, allParts, allOpened);
    }

    /**
     * The end of one member of a chord.
     *
     * @param chord the chord's id
     * @param index the member's place in it
     * @param end how it ended
     * @param body what follows once all have ended
     * @param lineage who sends that
     */
    public record Part(String chord, int index, TaskResult end, WireSignature body, Lineage lineage) {

        ChordCounter.Part counted() {
            return new ChordCounter.Part(this.chord, this.index, this.end, this.body.toNode().toString());
        }

    }

}
