package io.taskqueue.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.QueueOperations;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.control.Neighbour;
import io.taskqueue.message.TaskId;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskHistory;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.worker.WorkerStatus;

/** Looks at tasks, queues, workers and dead letters, and changes nothing. */
public final class Reader {

    private static final Logger logger = LoggerFactory.getLogger(Reader.class);

    private static final int PAGE = 50;

    private final Broker broker;

    private final ResultBackend results;

    private final Supplier<List<WorkerStatus>> workers;

    private final Supplier<List<Neighbour>> neighbours;

    private final QueueOperations pauses;

    private final TaskViews views;

    private final Function<String, List<StackTraceElement>> stacks;

    Reader(Broker broker, ResultBackend results, Supplier<List<WorkerStatus>> workers,
            Supplier<List<Neighbour>> neighbours, QueueOperations pauses, TaskViews views,
            Function<String, List<StackTraceElement>> stacks) {
        this.stacks = stacks;
        this.broker = broker;
        this.results = results;
        this.workers = workers;
        this.neighbours = neighbours;
        this.pauses = pauses;
        this.views = views;
    }

    /**
     * Everything at a glance; what does not answer is said to be in trouble, and the rest
     * is told all the same.
     */
    public OverviewView overview() {
        return overview(this::counts);
    }

    /** The same, with counts from there. */
    public OverviewView overview(Supplier<@Nullable Map<String, Long>> counting) {
        List<String> trouble = new ArrayList<>();
        Map<String, Long> counts = unlessAway("results", trouble, counting);
        QueuesView queues = unlessAway("broker", trouble, this::queues);
        WorkersView workers = workers();
        return new OverviewView(this.broker.description(), this.results.description(), counts,
                (queues != null) ? queues.queues() : null, workers.workers(), workers.neighbours(),
                trouble.isEmpty() ? null : trouble);
    }

    /** What can be told and done at all. */
    public AbilitiesView abilities() {
        return new AbilitiesView(able(TaskSearch.class), able(TaskHistory.class),
                this.broker.capability(QueueInspection.class).isPresent(), this.pauses.pausable(),
                this.broker.capability(QueueAdministration.class).isPresent(),
                this.broker.capability(DeadLetters.class).isPresent());
    }

    private boolean able(Class<?> capability) {
        return this.results.capability(capability).isPresent();
    }

    /** A page of tasks. */
    public ResultsView results(ResultsQuery query, Viewer viewer) {
        TaskPage page = page(query);
        return new ResultsView(page.tasks().stream().map((task) -> this.views.line(task, viewer)).toList(),
                page.next());
    }

    /** The same page, as nothing but ids. */
    Page ids(ResultsQuery query) {
        TaskPage page = page(query);
        return new Page(page.tasks().stream().map(TaskRecord::id).toList(), page.next());
    }

    private TaskPage page(ResultsQuery query) {
        TaskSearch search = this.results.capability(TaskSearch.class)
            .orElseThrow(() -> RefusedException.notSupported("The result store " + this.results.description()
                    + " cannot be searched; ask for one task by its id"));
        try {
            return search.search(query.filter(), query.after(), clamp(query.limit()));
        }
        catch (IllegalArgumentException foreign) {
            throw RefusedException.badRequest("after is not the next of a page of these results");
        }
    }

    /** One task, or {@code null}. */
    public @Nullable TaskView task(String id, Viewer viewer) {
        if (!TaskId.valid(id)) {
            return null;
        }
        Optional<TaskHistory> history = this.results.capability(TaskHistory.class);
        if (history.isPresent()) {
            return history.get().record(id).map((task) -> this.views.whole(task, viewer)).orElse(null);
        }
        return Optional.ofNullable(this.results.find(List.of(id)).get(id))
            .map((task) -> this.views.whole(task, viewer))
            .orElse(null);
    }

    /** Where a task is that runs in this process, or {@code null}. */
    public @Nullable StackView stack(String id, Viewer viewer) {
        List<StackTraceElement> frames = this.stacks.apply(id);
        if (frames.isEmpty()) {
            return null;
        }
        return new StackView(id, viewer.seesValues() ? frames.stream().map(StackTraceElement::toString).toList()
                : List.of(viewer.instead()));
    }

    /** What each queue holds. */
    public QueuesView queues() {
        return new QueuesView(depths(queueNames()));
    }

    /** What one queue holds, or {@code null} where nobody knows it. */
    public QueuesView.@Nullable Queue queue(String name) {
        return queueNames().contains(name) ? depths(Set.of(name)).get(0) : null;
    }

    /** The queues that the broker or a worker of this process knows, and those paused. */
    Set<String> queueNames() {
        Set<String> names = new LinkedHashSet<>();
        this.workers.get().forEach((worker) -> names.addAll(worker.queues()));
        names.addAll(this.broker.capability(QueueInspection.class)
            .<Collection<String>>map(QueueInspection::queues)
            .orElse(List.of()));
        names.addAll(this.pauses.paused());
        return names;
    }

    /** The workers of this process, and the others that it hears of. */
    public WorkersView workers() {
        return WorkersView.of(this.workers.get(), this.neighbours.get());
    }

    /** A page of dead letters. */
    public DeadLettersView deadLetters(@Nullable String queue, @Nullable Integer offset, int limit) {
        DeadLetters letters = this.broker.capability(DeadLetters.class)
            .orElseThrow(() -> RefusedException
                .notSupported("The broker " + this.broker.description() + " keeps no dead letters"));
        int from = (offset != null) ? Math.max(0, offset) : 0;
        return new DeadLettersView(letters.count(queue), from,
                letters.list(queue, from, clamp(limit)).stream().map(DeadLettersView.Letter::of).toList());
    }

    /** How many to show where so many were asked for. */
    public static int limit(@Nullable Integer asked) {
        return (asked != null) ? asked : PAGE;
    }

    private static int clamp(int limit) {
        return Math.max(1, Math.min(TaskSearch.MAX_PAGE, limit));
    }

    /**
     * How many tasks there are in each state, or {@code null} where nobody can tell. In a
     * large table this takes its time.
     */
    public @Nullable Map<String, Long> counts() {
        return this.results.capability(TaskSearch.class).map((search) -> {
            Map<String, Long> counts = new TreeMap<>();
            search.count(TaskFilter.all()).forEach((state, count) -> counts.put(state.name(), count));
            return counts;
        }).orElse(null);
    }

    private List<QueuesView.Queue> depths(Set<String> names) {
        Set<String> paused = this.pauses.paused();
        return this.broker.capability(QueueInspection.class)
            .map((able) -> able.depths(names).stream().map((depth) -> measured(depth, paused)).toList())
            .orElseGet(() -> names.stream().map((name) -> named(name, paused)).toList());
    }

    private QueuesView.Queue measured(QueueDepth depth, Set<String> paused) {
        return new QueuesView.Queue(depth.queue(), depth.ready(), depth.delayed(), depth.inFlight(), depth.oldest(),
                deadLetters(depth.queue()), paused.contains(depth.queue()));
    }

    private QueuesView.Queue named(String name, Set<String> paused) {
        return new QueuesView.Queue(name, null, null, null, null, deadLetters(name), paused.contains(name));
    }

    private @Nullable Long deadLetters(String queue) {
        return this.broker.capability(DeadLetters.class).map((letters) -> letters.count(queue)).orElse(null);
    }

    private static <T> @Nullable T unlessAway(String who, List<String> trouble, Supplier<@Nullable T> question) {
        try {
            return question.get();
        }
        catch (RuntimeException failure) {
            logger.warn("{} cannot be looked at", who, failure);
            trouble.add(who + ": " + Trouble.of(failure));
            return null;
        }
    }

    /**
     * The ids of one page of tasks.
     *
     * @param ids the ids
     * @param next where the next page begins
     */
    record Page(List<String> ids, @Nullable String next) {
    }

}
