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
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskResult;

/**
 * Makes endings durable, many at once: store, then publish, then settle, each step only
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

    public Completer(Broker broker, Consumer consumer, TaskJournal journal, TaskEvents events) {
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
            // what was acknowledged before it began has no delivery left to go with
            inSteps = items.stream().filter((item) -> item.ending.settled()).toList();
            atOnce(items.stream().filter((item) -> !item.ending.settled() && !item.done()).toList(), this.atOnce);
        }
        store(in(inSteps, Step.STORE));
        publish(in(inSteps, Step.PUBLISH));
        settle(in(inSteps, Step.SETTLE));
    }

    private void atOnce(List<Item> open, CompletesAtOnce able) {
        List<Answer> answers = open.isEmpty() ? List.of()
                : able.complete(this.consumer, this.journal.backend(), completions(open));
        for (int i = 0; i < open.size(); i++) {
            Item item = open.get(i);
            item.hear(answers.get(i), Step.DONE);
            if (answers.get(i).isDone()) {
                tell(item);
            }
            else if (item.done()) {
                sayRefused(item, answers.get(i));
            }
        }
    }

    private void store(List<Item> items) {
        List<Item> storing = new ArrayList<>();
        List<TaskResult> results = new ArrayList<>();
        for (Item item : items) {
            TaskResult result = item.ending.completion().result();
            if (result == null) {
                item.step = Step.PUBLISH;
                tell(item);
            }
            else {
                storing.add(item);
                results.add(result);
            }
        }
        List<Answer> answers = results.isEmpty() ? List.of() : this.journal.store(results);
        for (int i = 0; i < answers.size(); i++) {
            stored(storing.get(i), answers.get(i));
        }
    }

    /**
     * Somebody newer owns it, or it had ended before: what this run would send is not
     * wanted any more.
     */
    private void stored(Item item, Answer answer) {
        if (answer.fate() == Answer.Fate.FENCED || answer.fate() == Answer.Fate.FINAL) {
            sayRefused(item, answer);
            item.step = Step.SETTLE;
            return;
        }
        item.hear(answer, Step.PUBLISH);
        if (answer.isDone()) {
            tell(item);
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

        STORE, PUBLISH, SETTLE, DONE

    }

    /** One ending, and how far it has come. */
    public static final class Item {

        private final Ending ending;

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
