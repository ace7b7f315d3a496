package io.taskqueue.result;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

    private final Deque<TaskResult> notes = new ArrayDeque<>();

    private @Nullable Thread writer;

    /** How many have taken notes that are not written yet. */
    private int writing;

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
            this.notes.add(statement);
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
        List<TaskResult> all = take(BATCH);
        int noted = all.size();
        all.addAll(statements);
        try {
            List<Answer> answers = this.backend.store(all);
            putBack(failed(all.subList(0, noted), answers));
            return answers.subList(noted, answers.size());
        }
        finally {
            written(noted);
        }
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
            while (!this.notes.isEmpty() || this.writing > 0) {
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
            List<TaskResult> batch = take(BATCH);
            List<TaskResult> failed = batch.isEmpty() ? List.of() : failed(batch, this.backend.store(batch));
            putBack(failed);
            pause = failed.isEmpty() ? 0 : Math.min(LONGEST_PAUSE, Math.max(100, pause * 2));
            written(batch.size());
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

    private void written(int noted) {
        this.lock.lock();
        try {
            this.writing -= (noted > 0) ? 1 : 0;
            this.changed.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    private List<TaskResult> take(int most) {
        List<TaskResult> taken = new ArrayList<>();
        this.lock.lock();
        try {
            this.writing += this.notes.isEmpty() ? 0 : 1;
            for (int i = 0; i < most && !this.notes.isEmpty(); i++) {
                taken.add(this.notes.remove());
            }
        }
        finally {
            this.lock.unlock();
        }
        return taken;
    }

    private void putBack(List<TaskResult> failed) {
        if (failed.isEmpty()) {
            return;
        }
        this.lock.lock();
        try {
            for (int i = failed.size() - 1; i >= 0; i--) {
                if (this.notes.size() >= CAPACITY) {
                    drop();
                }
                else {
                    this.notes.addFirst(failed.get(i));
                }
            }
            startWriter();
            this.changed.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void drop() {
        if (this.dropped++ % CAPACITY == 0) {
            logger.warn("{} cannot keep up; states of tasks on their way are dropped, outcomes are not",
                    this.backend.description());
        }
    }

    private static List<TaskResult> failed(List<TaskResult> statements, List<Answer> answers) {
        List<TaskResult> failed = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            if (answers.get(i).retryable()) {
                failed.add(statements.get(i));
            }
        }
        return failed;
    }

}
