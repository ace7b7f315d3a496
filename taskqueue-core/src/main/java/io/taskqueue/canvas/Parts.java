package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

import io.taskqueue.message.WireSignature;

/** The members of a chain or a group with what was said of the whole. */
final class Parts {

    /** What holds for a chain's end and so goes with its last step. */
    private static final List<String> OF_THE_LAST = List.of(WireSignature.GROUP_ID, WireSignature.GROUP_INDEX, "chord");

    private Parts() {
    }

    /** The steps of a chain, chains among them unfolded. */
    static List<WireSignature> ofChain(WireSignature chain) {
        List<WireSignature> steps = new ArrayList<>();
        for (WireSignature member : chain.members()) {
            steps.addAll(WireSignature.CHAIN.equals(member.type()) ? ofChain(member) : List.of(member));
        }
        steps.replaceAll((step) -> step.linked(WireSignature.LINK_ERROR, chain.signatures(WireSignature.LINK_ERROR)));
        if (!steps.isEmpty()) {
            int last = steps.size() - 1;
            steps.set(last, asLast(steps.get(last), chain));
        }
        return steps;
    }

    private static WireSignature asLast(WireSignature step, WireSignature chain) {
        WireSignature last = step.linked(WireSignature.LINK, chain.signatures(WireSignature.LINK));
        for (String option : OF_THE_LAST) {
            JsonNode value = chain.options().get(option);
            if (value != null && !last.options().has(option)) {
                last = last.option(option, value);
            }
        }
        return last;
    }

    /** The members of a group, groups among them unfolded. */
    static List<WireSignature> ofGroup(WireSignature group) {
        List<WireSignature> members = new ArrayList<>();
        for (WireSignature member : group.members()) {
            members.addAll(WireSignature.GROUP.equals(member.type()) ? ofGroup(member) : List.of(member));
        }
        members.replaceAll((member) -> member.linked(WireSignature.LINK, group.signatures(WireSignature.LINK))
            .linked(WireSignature.LINK_ERROR, group.signatures(WireSignature.LINK_ERROR)));
        return members;
    }

    /** What follows a chord's group, with what was said of the whole chord. */
    static WireSignature body(WireSignature chord) {
        return chord.body()
            .linked(WireSignature.LINK, chord.signatures(WireSignature.LINK))
            .linked(WireSignature.LINK_ERROR, chord.signatures(WireSignature.LINK_ERROR));
    }

    /**
     * Steps as one: a group among them that something follows becomes a chord, and what
     * follows a chord goes to its body. So no one who sends the steps meets a group that
     * is not the last.
     * @param steps at least one
     */
    static WireSignature one(List<WireSignature> steps) {
        for (int i = 0; i + 1 < steps.size(); i++) {
            WireSignature step = steps.get(i);
            boolean chord = WireSignature.CHORD.equals(step.type());
            if (chord || WireSignature.GROUP.equals(step.type())) {
                List<WireSignature> after = new ArrayList<>(chord ? List.of(body(step)) : List.of());
                after.addAll(steps.subList(i + 1, steps.size()));
                WireSignature whole = WireSignature.chord(chord ? step.header() : step, one(after));
                List<WireSignature> all = new ArrayList<>(steps.subList(0, i));
                all.add(whole);
                return one(all);
            }
        }
        return (steps.size() == 1) ? steps.get(0) : WireSignature.of(WireSignature.CHAIN, steps);
    }

}
