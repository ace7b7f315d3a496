package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.WireSignature;

/**
 * What a canvas consists of, for people to look at: its tasks and groups, and what
 * follows what. A group of many members stands for them.
 *
 * @param steps the tasks and groups, before what follows them
 * @param links what leads from one to another
 */
public record Outline(List<Step> steps, List<Link> links) {

    /** Groups of more members than this are drawn as one. */
    public static final int MOST_MEMBERS = 24;

    public Outline {
        steps = List.copyOf(steps);
        links = List.copyOf(links);
    }

    /** The outline of a canvas whose calls have their ids. */
    public static Outline of(WireSignature canvas) {
        Drawing drawing = new Drawing();
        drawing.draw(canvas, List.of(), Kind.NEXT);
        return new Outline(drawing.steps, drawing.links);
    }

    /** Why one comes after another. */
    public enum Kind {

        /** A member of a group. */
        MEMBER,
        /**
         * What takes the result: the next of a chain, the body of a chord, a callback.
         */
        NEXT,
        /** What is called where it fails. */
        ERROR

    }

    /**
     * One task, or a group.
     *
     * @param id its id
     * @param task the task's name, or {@code null} for a group
     * @param queue where it goes, if that is said
     * @param members the ids of those that the group stands for; none otherwise
     * @param size how many members a group has
     */
    public record Step(String id, @Nullable String task, @Nullable String queue, List<String> members, int size) {
    }

    /**
     * What leads from one to another.
     *
     * @param from the earlier one
     * @param to the later one
     * @param kind why it is later
     */
    public record Link(String from, String to, Kind kind) {
    }

    private static final class Drawing {

        private final List<Step> steps = new ArrayList<>();

        private final List<Link> links = new ArrayList<>();

        /** Draws it after these, and tells what the next is to be drawn after. */
        private List<String> draw(WireSignature canvas, List<String> before, Kind kind) {
            if (WireSignature.CHAIN.equals(canvas.type())) {
                List<String> last = before;
                Kind how = kind;
                for (WireSignature step : Parts.ofChain(canvas)) {
                    last = draw(step, last, how);
                    how = Kind.NEXT;
                }
                return last;
            }
            if (WireSignature.CHORD.equals(canvas.type())) {
                return draw(Parts.body(canvas), group(canvas.header(), before, kind), Kind.NEXT);
            }
            return WireSignature.GROUP.equals(canvas.type()) ? group(canvas, before, kind) : task(canvas, before, kind);
        }

        private List<String> group(WireSignature group, List<String> before, Kind kind) {
            List<WireSignature> members = Parts.ofGroup(group);
            boolean many = members.size() > MOST_MEMBERS;
            String id = String.valueOf(group.id());
            List<String> stood = many ? Unfolding.tasks(members).map((task) -> String.valueOf(task.id())).toList()
                    : List.of();
            add(new Step(id, null, null, stood, members.size()), before, kind);
            if (many || members.isEmpty()) {
                return List.of(id);
            }
            List<String> ends = new ArrayList<>();
            members.forEach((member) -> ends.addAll(draw(member, List.of(id), Kind.MEMBER)));
            return ends;
        }

        private List<String> task(WireSignature task, List<String> before, Kind kind) {
            String id = String.valueOf(task.id());
            add(new Step(id, task.task(), task.queue(), List.of(), 0), before, kind);
            task.signatures(WireSignature.LINK).forEach((next) -> draw(next, List.of(id), Kind.NEXT));
            task.signatures(WireSignature.LINK_ERROR).forEach((errback) -> draw(errback, List.of(id), Kind.ERROR));
            return List.of(id);
        }

        private void add(Step step, List<String> before, Kind kind) {
            // a hook that is called in either case comes twice
            if (this.steps.stream().noneMatch((known) -> known.id().equals(step.id()))) {
                this.steps.add(step);
            }
            before.forEach((from) -> this.links.add(new Link(from, step.id(), kind)));
        }

    }

}
