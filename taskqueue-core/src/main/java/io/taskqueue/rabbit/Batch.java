package io.taskqueue.rabbit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.result.Answer;

/** Messages that were sent together, and what has been heard of each. */
final class Batch {

    private final @Nullable Answer[] answers;

    private final List<Integer> returned = new ArrayList<>();

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

    /** These are sent once more. */
    synchronized void again(List<Integer> places) {
        places.forEach((place) -> this.answers[place] = null);
        this.open += places.size();
        this.returned.clear();
    }

    /**
     * Waits until all are answered; at the deadline the rest is unknown.
     * @return those that came back
     */
    synchronized List<Integer> await(long deadline, Supplier<BrokerUnavailableException> missing) {
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
        return List.copyOf(this.returned);
    }

    synchronized List<Answer> answers() {
        List<Answer> all = new ArrayList<>(this.answers.length);
        for (Answer answer : this.answers) {
            all.add((answer != null) ? answer : Answer.failed(new IllegalStateException("Not sent")));
        }
        return all;
    }

}
