package io.taskqueue.rabbit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.result.Answer;

/** Messages that were sent together, and what has been heard of each. */
final class Batch {

    private final @Nullable Answer[] answers;

    private final List<Integer> returned = new ArrayList<>();

    private final List<Integer> refused = new ArrayList<>();

    private int open;

    Batch(int size) {
        this.answers = new @Nullable Answer[size];
        this.open = size;
    }

    /** The first answer counts. */
    synchronized void answer(int place, Answer answer) {
        if (this.answers[place] == null) {
            this.answers[place] = answer;
            this.open--;
            if (this.open == 0) {
                notifyAll();
            }
        }
    }

    /** RabbitMQ confirmed it, and had no queue for it. */
    synchronized void returned(int place) {
        this.returned.add(place);
        answer(place, Answer.done());
    }

    /** RabbitMQ said that it could not keep it. */
    synchronized void refused(int place) {
        this.refused.add(place);
        answer(place,
                Answer.unknown(new BrokerUnavailableException("RabbitMQ could not keep the message", true, null)));
    }

    /** Those for which there was no queue. */
    synchronized List<Integer> returned() {
        return List.copyOf(this.returned);
    }

    /** Takes those that RabbitMQ has not kept, as they are sent once more. */
    synchronized List<Integer> again() {
        List<Integer> places = new ArrayList<>(this.returned);
        places.addAll(this.refused);
        places.forEach((place) -> this.answers[place] = null);
        this.open += places.size();
        this.returned.clear();
        this.refused.clear();
        return places;
    }

    /** Whether RabbitMQ has not kept all that it answered for. */
    synchronized boolean incomplete() {
        return !this.returned.isEmpty() || !this.refused.isEmpty();
    }

    /** Waits until all are answered; at the deadline the rest is unknown. */
    synchronized void await(long deadline, Supplier<BrokerUnavailableException> missing) {
        boolean interrupted = false;
        long left = deadline - System.nanoTime();
        while (this.open > 0 && left > 0 && !interrupted) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, left));
            }
            catch (InterruptedException interruption) {
                interrupted = true;
            }
            left = deadline - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (this.open > 0) {
            Answer unknown = Answer.unknown(missing.get());
            for (int place = 0; place < this.answers.length; place++) {
                answer(place, unknown);
            }
        }
    }

    /**
     * What has been heard of each.
     * @param returned what is said of one for which there was no queue
     */
    synchronized List<Answer> answers(IntFunction<Answer> returned) {
        this.returned.forEach((place) -> this.answers[place] = returned.apply(place));
        List<Answer> all = new ArrayList<>(this.answers.length);
        for (Answer answer : this.answers) {
            all.add((answer != null) ? answer : Answer.failed(new IllegalStateException("Not sent")));
        }
        return all;
    }

}
