package io.taskqueue.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.SettlesInTransaction;
import io.taskqueue.canvas.Unfolding;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskJournal;

/**
 * Runs tasks one at a time: given a delivery, it makes the attempt that knows how to run,
 * to be interrupted and to end. It holds what all attempts of a node share, and no
 * threads.
 */
public final class TaskRunner {

    final KnownTasks known;

    final MessageCodec codec;

    final TaskValues values;

    final ArgumentBinder binder;

    final List<TaskInterceptor> interceptors;

    final TaskJournal journal;

    final TaskEvents events;

    final TimeSource time;

    final RunnerOptions options;

    final @Nullable String home;

    final @Nullable SettlesInTransaction transactions;

    final Statements statements;

    final TaskLog log;

    final Endings endings;

    final Repeats repeats;

    final Chords chords;

    private TaskRunner(Builder parts) {
        this.known = new KnownTasks(parts.registry, parts.codec);
        this.codec = parts.codec;
        this.values = parts.values;
        this.binder = new ArgumentBinder(parts.values);
        this.interceptors = new ArrayList<>(parts.interceptors);
        this.interceptors.add(new MdcInterceptor());
        this.journal = parts.journal;
        this.events = parts.events;
        this.time = parts.time;
        this.options = parts.options;
        this.home = parts.home;
        this.transactions = parts.transactions;
        this.statements = new Statements(parts.options.worker(), parts.home, parts.time);
        this.log = new TaskLog(parts.time);
        Unfolding unfolding = FollowUps.unfolding(this.codec, parts.registry);
        Values handedOn = new Values(this.values);
        this.chords = new Chords(unfolding, this.statements, handedOn);
        this.endings = new Endings(this.statements,
                new Consequences(new FollowUps(unfolding, this.statements), this.statements, handedOn, this.journal),
                this.log, parts.options);
        this.repeats = new Repeats(parts.journal.backend());
    }

    /** Begins a runner with what it cannot do without. */
    public static Builder builder(TaskRegistry registry, TaskJournal journal, RunnerOptions options) {
        return new Builder(registry, journal, options);
    }

    /**
     * Makes an attempt of a delivery. Nothing happens before {@link Attempt#run()}.
     * @param early acknowledges the delivery before the body begins, and says whether
     * that worked
     * @param timer calls when a time limit has passed
     * @param sink is told the ending, once, on the thread that brought it about
     */
    public Attempt attempt(Delivery delivery, Predicate<Delivery> early, ScheduledExecutorService timer,
            BiConsumer<Attempt, Ending> sink) {
        return new Attempt(this, delivery, early, timer, sink);
    }

    /**
     * What is left of chords that were complete so long ago and whose bodies may never
     * have been sent, because whoever completed them died; to be made durable like any
     * ending.
     */
    public List<Ending> overdueChords(Broker broker, Duration since, int limit) {
        return Counting.counter(broker, this.journal.backend())
            .map((counter) -> this.chords.overdue(counter, since, limit))
            .orElse(List.of());
    }

    /** How many task names came that are unknown here; at most 1,000 are remembered. */
    public int unknownNames() {
        return this.log.unknownNames();
    }

    /** Puts a runner together. */
    public static final class Builder {

        private final TaskRegistry registry;

        private final TaskJournal journal;

        private final RunnerOptions options;

        private MessageCodec codec = MessageCodec.standard();

        private TaskValues values = TaskValues.standard();

        private List<TaskInterceptor> interceptors = List.of();

        private TaskEvents events = TaskEvents.none();

        private TimeSource time = TimeSource.system();

        private @Nullable String home;

        private @Nullable SettlesInTransaction transactions;

        private Builder(TaskRegistry registry, TaskJournal journal, RunnerOptions options) {
            this.registry = registry;
            this.journal = journal;
            this.options = options;
        }

        /** How arguments and results are read and written. */
        public Builder encoding(MessageCodec codec, TaskValues values) {
            this.codec = codec;
            this.values = values;
            return this;
        }

        /** What goes around every attempt, the first one outermost. */
        public Builder interceptors(List<TaskInterceptor> interceptors) {
            this.interceptors = interceptors;
            return this;
        }

        /** Who hears what happens. */
        public Builder events(TaskEvents events) {
            this.events = events;
            return this;
        }

        /** Whose clock it goes by. */
        public Builder time(TimeSource time) {
            this.time = time;
            return this;
        }

        /**
         * The process whose memory alone holds the messages, if so; unknown tasks then
         * wait for nobody.
         */
        public Builder home(@Nullable String home) {
            this.home = home;
            return this;
        }

        /** Where transactional tasks work, if there is such a place. */
        public Builder transactions(@Nullable SettlesInTransaction transactions) {
            this.transactions = transactions;
            return this;
        }

        /** The runner. */
        public TaskRunner build() {
            return new TaskRunner(this);
        }

    }

}
