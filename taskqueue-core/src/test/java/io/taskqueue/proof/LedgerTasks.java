package io.taskqueue.proof;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.taskqueue.SharedTask;
import io.taskqueue.proof.Ledger.Entry.Word;

/** Tasks that write down when they begin and when they have come to their end. */
public class LedgerTasks {

    static final String WORK = "proof.work";

    static final String STUBBORN = "proof.stubborn";

    static final String SLOW_AT_FIRST = "proof.slow-at-first";

    static final String ADDED = "proof.added";

    private final Ledger ledger;

    LedgerTasks(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Works for so long, and says who did. */
    @SharedTask(name = WORK)
    long work(int number, long millis) throws InterruptedException {
        this.ledger.write(Word.BEGIN, number);
        // nothing ever counts it down: it only takes its time
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        this.ledger.write(Word.END, number);
        return ProcessHandle.current().pid();
    }

    /** Works for so long, and for no time if anybody has begun it before. */
    @SharedTask(name = SLOW_AT_FIRST)
    long slowAtFirst(int number, long millis) throws InterruptedException {
        boolean first = this.ledger.account().ofTask(number).isEmpty();
        return work(number, first ? millis : 0);
    }

    /** Works for so long, and does not listen to interruption. */
    @SharedTask(name = STUBBORN)
    long stubborn(int number, long millis) {
        this.ledger.write(Word.BEGIN, number);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(left));
            Thread.interrupted();
        }
        this.ledger.write(Word.END, number);
        return ProcessHandle.current().pid();
    }

    /** What the new version of an application knows besides. */
    public static class Added {

        private final LedgerTasks tasks;

        Added(LedgerTasks tasks) {
            this.tasks = tasks;
        }

        @SharedTask(name = ADDED)
        long added(int number, long millis) throws InterruptedException {
            return this.tasks.work(number, millis);
        }

    }

}
