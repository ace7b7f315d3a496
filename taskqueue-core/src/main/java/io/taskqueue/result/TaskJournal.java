package io.taskqueue.result;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node has to tell its result store. States on the way are noted and written
 * behind, many at once; outcomes are stored before the caller goes on, and take along
 * what was noted, so that a task which ends soon costs one write. Notes are bounded:
 * while the store is away the newest are dropped and counted, and the outcome still tells
 * the story's end.
 */
public final class TaskJournal implements AutoCloseable {

    /** The most that goes to the store at once. */
    static final int BATCH = 1_000;

    private static final Logger logger = LoggerFactory.getLogger(TaskJournal.class);

    private static final int CAPACITY = 20_000;

    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toMillis(5);

    private final ResultBackend backend;

    private final boolean history;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = this.lock.newCondition();

    private final Deque<Note> notes = new ArrayDeque<>();

    /** The first note of each batch that is being written. */
    private final List<Long> underWay = new ArrayList<>();

    private long lastNumber;

    private @Nullable Thread writer;

    private boolean hurry;

    private boolean closed;

    private long dropped;

    public TaskJournal(ResultBackend backend) {
        this.backend = backend;
        this.history = backend.capability(TaskHistory.class).isPresent();
    }

    /** The store behind it. */
    public ResultBackend backend() {
        return this.backend;
    }

    /** Whether the store keeps stories, so that every state is worth a note. */
    public boolean history() {
        return this.history;
    }

    /**
     * Notes of states on the way that were dropped because the store could not keep up.
     */
    public long dropped() {
        this.lock.lock();
        try {
            return this.dropped;
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Notes a state on the way, to be written soon; never blocks on the store. */
    public void note(TaskResult statement) {
        this.lock.lock();
        try {
            if (this.notes.size() >= CAPACITY) {
                drop();
                return;
            }
            this.notes.add(new Note(++this.lastNumber, statement));
            if (this.notes.size() == 1 || this.notes.size() == BATCH) {
                startWriter();
                this.changed.signalAll();
            }
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * Stores statements now, together with what was noted before; answers as the store
     * does.
     */
    public List<Answer> store(Collection<TaskResult> statements) {
        List<Note> noted = take();
        List<TaskResult> all = new ArrayList<>(noted.size() + statements.size());
        noted.forEach((note) -> all.add(note.statement()));
        all.addAll(statements);
        List<Answer> answers = tell(all);
        written(noted, answers);
        return answers.subList(noted.size(), answers.size());
    }

    /**
     * Has what was noted before stored by somebody who stores more in the same step.
     * @param teller is given the notes, and answers them first
     * @return the other answers
     */
    public List<Answer> storeAlong(Function<List<TaskResult>, List<Answer>> teller) {
        List<Note> noted = take();
        List<Answer> answers = teller.apply(noted.stream().map(Note::statement).toList());
        written(noted, answers);
        return answers.subList(noted.size(), answers.size());
    }

    /**
     * Waits until everything noted so far is written.
     * @return whether it was, within this time
     */
    public boolean flush(Duration patience) {
        long left = patience.toNanos();
        this.lock.lock();
        try {
            this.hurry = true;
            this.changed.signalAll();
            long last = this.lastNumber;
            while (unwritten(last)) {
                if (left <= 0) {
                    return false;
                }
                left = this.changed.awaitNanos(left);
            }
            return true;
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
        finally {
            this.hurry = false;
            this.lock.unlock();
        }
    }

    /** Writes what is noted, within a few seconds, and ends. */
    @Override
    public void close() {
        if (!flush(Duration.ofSeconds(5))) {
            logger.warn("Ended with states of tasks unwritten: {} did not take them", this.backend.description());
        }
        Thread ending;
        this.lock.lock();
        try {
            this.closed = true;
            this.changed.signalAll();
            ending = this.writer;
        }
        finally {
            this.lock.unlock();
        }
        join(ending);
    }

    private static void join(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(5));
            }
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void startWriter() {
        if (this.writer == null && !this.closed) {
            this.writer = new Thread(this::write, "taskqueue-journal");
            this.writer.setDaemon(true);
            this.writer.start();
        }
    }

    private void write() {
        long pause = 0;
        while (awaitNotes(pause)) {
            List<Note> batch = take();
            boolean through = batch.isEmpty() || written(batch, tell(batch.stream().map(Note::statement).toList()));
            pause = through ? 0 : Math.min(LONGEST_PAUSE, Math.max(100, pause * 2));
        }
    }

    /**
     * A store that throws, which it should not, has failed; what it was told is told
     * again.
     */
    private List<Answer> tell(List<TaskResult> statements) {
        try {
            return this.backend.store(statements);
        }
        catch (RuntimeException broken) {
            logger.warn("{} threw where it should have answered", this.backend.description(), broken);
            return Collections.nCopies(statements.size(), Answer.failed(broken));
        }
    }

    /**
     * Waits for something to write, and a moment longer for company unless there is a
     * hurry.
     */
    private boolean awaitNotes(long pauseMillis) {
        this.lock.lock();
        try {
            while (this.notes.isEmpty() && !this.closed) {
                this.changed.await();
            }
            long left = (pauseMillis == 0) ? LINGER : TimeUnit.MILLISECONDS
                .toNanos(ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1));
            while (left > 0 && !this.closed && !(this.hurry && pauseMillis == 0)
                    && !(this.notes.size() >= BATCH && pauseMillis == 0)) {
                left = this.changed.awaitNanos(left);
            }
            return !this.closed;
        }
        catch (InterruptedException interrupted) {
            return false;
        }
        finally {
            this.lock.unlock();
        }
    }

    private List<Note> take() {
        List<Note> taken = new ArrayList<>();
        this.lock.lock();
        try {
            if (!this.notes.isEmpty()) {
                this.underWay.add(this.notes.getFirst().number());
            }
            for (int i = 0; i < BATCH && !this.notes.isEmpty(); i++) {
                taken.add(this.notes.remove());
            }
        }
        finally {
            this.lock.unlock();
        }
        return taken;
    }

    /**
     * Puts back what was not written.
     * @return whether all of it was
     */
    private boolean written(List<Note> batch, List<Answer> answers) {
        if (batch.isEmpty()) {
            return true;
        }
        boolean through = true;
        this.lock.lock();
        try {
            for (int i = batch.size() - 1; i >= 0; i--) {
                if (answers.get(i).retryable()) {
                    through = false;
                    putBack(batch.get(i));
                }
            }
            this.underWay.remove(Long.valueOf(batch.get(0).number()));
            this.changed.signalAll();
        }
        finally {
            this.lock.unlock();
        }
        return through;
    }

    private void putBack(Note note) {
        if (this.notes.size() >= CAPACITY) {
            drop();
        }
        else {
            this.notes.addFirst(note);
            startWriter();
        }
    }

    /** Whether a note up to this number still has to be written. */
    private boolean unwritten(long last) {
        return (!this.notes.isEmpty() && this.notes.getFirst().number() <= last)
                || this.underWay.stream().anyMatch((first) -> first <= last);
    }

    private void drop() {
        if (this.dropped++ % CAPACITY == 0) {
            logger.warn("{} cannot keep up; states of tasks on their way are dropped, outcomes are not",
                    this.backend.description());
        }
    }

    /**
     * A statement to be written behind.
     *
     * @param number its place among all
     * @param statement what is said
     */
    private record Note(long number, TaskResult statement) {
    }

}
