package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.CompletesAtOnce;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskResult;

/**
 * Makes endings durable, many at once: store, count, publish, then settle, each step only
 * for those that the step before succeeded for. What fails stays and begins again at the
 * step that failed, so dying anywhere runs a task twice and never loses one.
 */
public final class Completer {

    private static final Logger logger = LoggerFactory.getLogger(Completer.class);

    private final Broker broker;

    private final Consumer consumer;

    private final TaskJournal journal;

    private final TaskEvents events;

    private final @Nullable CompletesAtOnce atOnce;

    private final Counting counting;

    /**
     * @param runner whose endings these are
     */
    public Completer(Broker broker, Consumer consumer, TaskRunner runner) {
        TaskJournal journal = runner.journal;
        TaskEvents events = runner.events;
        this.counting = new Counting(broker, journal.backend(), runner.chords);
        this.broker = broker;
        this.consumer = consumer;
        this.journal = journal;
        this.events = events;
        this.atOnce = broker.capability(CompletesAtOnce.class)
            .filter((able) -> able.completesWith(journal.backend()))
            .orElse(null);
    }

    /**
     * Takes endings one step further each, as far as they go; {@link Item#done()} tells
     * which are through.
     */
    public void complete(List<Item> items) {
        List<Item> inSteps = items;
        if (this.atOnce != null) {
            atOnce(items.stream().filter(Completer::goesAtOnce).toList(), this.atOnce);
            inSteps = items.stream().filter(Predicate.not(Completer::goesAtOnce)).toList();
        }
        store(in(inSteps, Step.STORE));
        count(in(inSteps, Step.COUNT));
        publish(in(inSteps, Step.PUBLISH));
        settle(in(inSteps, Step.SETTLE));
    }

    /**
     * What was acknowledged before it began has no delivery left to go with, and results
     * of other tasks may lie in places that no single step reaches.
     */
    private static boolean goesAtOnce(Item item) {
        return item.step == Step.STORE && !item.ending.settled() && item.ending.effects().none();
    }

    private void atOnce(List<Item> open, CompletesAtOnce able) {
        List<Answer> answers = open.isEmpty() ? List.of() : answers(completions(open), able);
        for (int i = 0; i < open.size(); i++) {
            Item item = open.get(i);
            item.hear(answers.get(i), Step.DONE);
            if (answers.get(i).isDone()) {
                tell(item);
            }
            else if (item.done()) {
                sayRefused(item, answers.get(i));
                // the delivery is settled by now: dying here leaves the links after one
                // that somebody revoked without an end of their own
                item.ending = item.ending.asSettled();
                resume(item, answers.get(i));
            }
        }
    }

    private List<Answer> answers(List<Completion> open, CompletesAtOnce able) {
        return able.storesAlong()
                ? this.journal.storeAlong((notes) -> able.complete(this.consumer, this.journal.backend(), notes, open))
                : able.complete(this.consumer, this.journal.backend(), open);
    }

    private void store(List<Item> items) {
        List<TaskResult> results = new ArrayList<>();
        items.forEach((item) -> results.addAll(item.results()));
        List<Answer> answers = results.isEmpty() ? List.of() : this.journal.store(results);
        int next = 0;
        for (Item item : items) {
            int count = item.results().size();
            stored(item, answers.subList(next, next + count));
            next += count;
        }
    }

    private void stored(Item item, List<Answer> answers) {
        boolean own = item.ending.completion().result() != null;
        Answer answer = own ? answers.get(0) : Answer.done();
        if (answer.fate() == Answer.Fate.FENCED || answer.fate() == Answer.Fate.FINAL) {
            sayRefused(item, answer);
            item.step = Step.SETTLE;
            resume(item, answer);
            return;
        }
        item.hear(answers.stream().filter(Answer::retryable).findFirst().orElse(answer), Step.COUNT);
        if (item.step == Step.COUNT) {
            tell(item);
        }
    }

    /**
     * Somebody newer owns it, or it had ended before: what this run would send is not
     * wanted any more. Where it had ended, what follows from that end may not have been
     * sent yet, and is sent now, in the next round.
     */
    private void resume(Item item, Answer answer) {
        if (answer.fate() != Answer.Fate.FINAL || item.ending.stood() == null) {
            return;
        }
        try {
            TaskResult end = this.journal.backend().find(List.of(item.id())).get(item.id());
            if (end != null && end.state().terminal()) {
                item.ending = item.ending.settled() ? item.ending.stood().apply(end).asSettled()
                        : item.ending.stood().apply(end);
                item.step = Step.STORE;
            }
        }
        catch (ResultStoreException away) {
            item.step = Step.STORE;
            item.trouble = away;
        }
    }

    private void count(List<Item> items) {
        List<ChordCounter.Opening> opened = new ArrayList<>();
        List<ChordCounter.Part> parts = new ArrayList<>();
        for (Item item : items) {
            opened.addAll(item.ending.effects().opened());
            item.ending.effects().parts().forEach((part) -> parts.add(part.counted()));
        }
        List<Answer> open = this.counting.open(opened);
        List<ChordCounter.Counted> counted = this.counting.count(parts);
        int nextOpen = 0;
        int nextPart = 0;
        for (Item item : items) {
            Effects effects = item.ending.effects();
            List<Answer> answers = new ArrayList<>(open.subList(nextOpen, nextOpen += effects.opened().size()));
            List<ChordCounter.Counted> own = counted.subList(nextPart, nextPart += effects.parts().size());
            own.forEach((one) -> answers.add(one.answer()));
            counted(item, worst(answers), own);
        }
    }

    /** Whoever completes a chord sends its body, and settles only then. */
    private void counted(Item item, Answer answer, List<ChordCounter.Counted> parts) {
        try {
            item.hear(answer, Step.PUBLISH);
            if (item.step == Step.PUBLISH && !item.ending.effects().none()) {
                item.ending = this.counting.completed(item.ending, parts);
                item.step = item.ending.effects().none() ? Step.PUBLISH : Step.STORE;
            }
        }
        catch (ResultStoreException away) {
            item.step = Step.COUNT;
            item.trouble = away;
        }
    }

    private static void sayRefused(Item item, Answer answer) {
        logger.info("The outcome of task {} was not stored: it {}", item.id(),
                (answer.fate() == Answer.Fate.FINAL) ? "had ended before" : "has been handed to another worker");
    }

    private void publish(List<Item> items) {
        List<TaskMessage> messages = new ArrayList<>();
        for (Item item : items) {
            messages.addAll(item.ending.completion().followUps());
        }
        List<Answer> answers = messages.isEmpty() ? List.of() : this.broker.publish(messages);
        int next = 0;
        for (Item item : items) {
            int count = item.ending.completion().followUps().size();
            item.hear(worst(answers.subList(next, next + count)), Step.SETTLE);
            next += count;
        }
        this.counting.close(items.stream()
            .filter((item) -> item.step == Step.SETTLE)
            .flatMap((item) -> item.ending.finished().stream())
            .toList());
    }

    private void settle(List<Item> items) {
        List<Item> settling = new ArrayList<>();
        for (Item item : items) {
            if (item.ending.settled()) {
                item.step = Step.DONE;
            }
            else {
                settling.add(item);
            }
        }
        List<Answer> answers = settling.isEmpty() ? List.of() : this.consumer.settle(completions(settling));
        for (int i = 0; i < answers.size(); i++) {
            settling.get(i).hear(answers.get(i), Step.DONE);
        }
    }

    private void tell(Item item) {
        if (item.ending.event() != null) {
            this.events.publish(item.ending.event());
        }
    }

    private static Answer worst(List<Answer> answers) {
        return answers.stream().filter(Predicate.not(Answer::isDone)).findFirst().orElse(Answer.done());
    }

    private static List<Completion> completions(List<Item> items) {
        return items.stream().map((item) -> item.ending.completion()).toList();
    }

    private static List<Item> in(List<Item> items, Step step) {
        return items.stream().filter((item) -> item.step == step).toList();
    }

    private enum Step {

        STORE, COUNT, PUBLISH, SETTLE, DONE

    }

    /** One ending, and how far it has come. */
    public static final class Item {

        private Ending ending;

        private Step step = Step.STORE;

        private @Nullable Exception trouble;

        public Item(Ending ending) {
            this.ending = ending;
        }

        /** Whether nothing is left to do. */
        public boolean done() {
            return this.step == Step.DONE;
        }

        /** Why it has not come further, the last time it was tried. */
        public @Nullable Exception trouble() {
            return this.trouble;
        }

        /** What is stored of it, its own first. */
        private List<TaskResult> results() {
            TaskResult own = this.ending.completion().result();
            List<TaskResult> all = new ArrayList<>(this.ending.effects().others());
            if (own != null) {
                all.add(0, own);
            }
            return all;
        }

        private String id() {
            TaskResult result = this.ending.completion().result();
            return (result != null) ? result.id() : this.ending.completion().delivery().token();
        }

        private void hear(Answer answer, Step next) {
            this.trouble = answer.retryable() ? answer.cause() : null;
            if (!answer.retryable()) {
                this.step = next;
            }
        }

    }

}
