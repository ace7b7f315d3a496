package io.taskqueue.proof;

import java.time.Duration;
import java.util.Collection;

import io.taskqueue.AsyncResult;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.proof.Ledger.Entry.Word;
import io.taskqueue.worker.Engine;
import org.jspecify.annotations.Nullable;

/** Calls tasks, and writes down what came of each call. */
final class Producer implements AutoCloseable {

    private final Engine engine;

    private final Ledger ledger;

    Producer(Subject subject, Ledger ledger, Duration lease) {
        this.engine = Engine.with(new Object()).broker(subject.broker(lease)).results(subject.results()).build();
        this.ledger = ledger;
    }

    /** Calls a task once for each number, one after the other. */
    void call(String task, Collection<Integer> numbers, long millis) {
        numbers.forEach((number) -> call(task, number, millis));
    }

    /**
     * Calls a task, and answers how to ask for its result, or {@code null} where that
     * failed.
     */
    @Nullable AsyncResult<Long> call(String task, int number, long millis) {
        this.ledger.write(Word.ASKED, number);
        try {
            AsyncResult<Long> call = this.engine.tasks.signature(task, number, millis).returning(Long.class).apply();
            this.ledger.write(Word.ACCEPTED, number);
            return call;
        }
        catch (BrokerUnavailableException failure) {
            this.ledger.write(failure.maybeSent() ? Word.UNKNOWN : Word.FAILED, number);
            return null;
        }
    }

    Engine engine() {
        return this.engine;
    }

    @Override
    public void close() {
        this.engine.close();
    }

}
