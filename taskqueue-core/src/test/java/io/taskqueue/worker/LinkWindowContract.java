package io.taskqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What every pair of broker and store promises of a chain whose worker dies between
 * storing a link's end, sending the next and settling: nothing is lost, and no link runs
 * twice.
 */
public abstract class LinkWindowContract {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int DEATHS = 20;

    private final Scale scale = Scale.current();

    private final Links links = new Links();

    private Engine dying;

    private Engine living;

    /** A broker with leases of this length; the contract closes it. */
    protected abstract Broker broker(Duration lease);

    /** A store that is not the broker; the contract closes it. */
    protected abstract ResultBackend results();

    private MortalBroker start(MortalBroker.Moment moment) {
        return start(moment, "links.first");
    }

    private MortalBroker start(MortalBroker.Moment moment, String task) {
        Broker broker = broker(this.scale.lease());
        ResultBackend results = results();
        MortalBroker mortal = new MortalBroker(broker, moment, task);
        this.dying = Engine.with(this.links).broker(mortal).results(new Borrowed(results)).build();
        this.living = Engine.with(this.links).broker(new SharedBroker(broker)).results(results).build();
        return mortal;
    }

    private void dieAndGoOn(MortalBroker mortal) {
        this.dying.work(
                (options) -> options.concurrency(1).sweep(Duration.ofHours(1)).shutdownTimeout(Duration.ofMillis(100)));
        await().atMost(SOON).until(mortal::dead);
        this.living.work((options) -> options.concurrency(1).sweep(this.scale.sweep()));
    }

    private void close() {
        this.dying.close();
        this.living.close();
    }

    private AsyncResult<String> chain() {
        return this.living.tasks.chain(this.living.tasks.signature(Links::first, "a"))
            .then(Links::second)
            .then(Links::third)
            .apply();
    }

    @Test
    @Tag("W6")
    @Tag("G2")
    void linksAreSentThoughTheWorkerDiedBeforeSendingThem() {
        MortalBroker mortal = start(MortalBroker.Moment.BEFORE_PUBLISHING);
        AsyncResult<String> end = chain();
        dieAndGoOn(mortal);
        assertThat(end.get(SOON)).isEqualTo("a123");
        assertThat(this.links.runs).containsExactly("first", "second", "third");
        close();
    }

    @Test
    @Tag("W7")
    @Tag("G3")
    @Tag("G17")
    void linkThatIsSentTwiceRunsOnce() {
        MortalBroker mortal = start(MortalBroker.Moment.BEFORE_SETTLING);
        AsyncResult<String> end = chain();
        dieAndGoOn(mortal);
        assertThat(end.get(SOON)).isEqualTo("a123");
        await().atMost(SOON).until(() -> this.links.redelivered(this.living));
        assertThat(this.links.runs).containsExactly("first", "second", "third");
        close();
    }

    @Test
    @Tag("W6")
    void linksAfterAFailedOneEndThoughTheWorkerDied() {
        MortalBroker mortal = start(MortalBroker.Moment.BEFORE_PUBLISHING);
        AsyncResult<String> end = this.living.tasks.chain(this.living.tasks.signature(Links::fail, "a"))
            .then(Links::second)
            .onError(this.living.tasks.signature("links.note"))
            .apply();
        dieAndGoOn(mortal);
        await().atMost(SOON).until(() -> this.links.runs.size() == 2);
        assertThat(end.error()).isPresent();
        assertThat(this.links.runs).containsExactly("fail", "note " + end.parent().orElseThrow().id());
        close();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W6")
    @Tag("W7")
    @Tag("G2")
    @Tag("G3")
    void workThatTakesATasksPlaceRunsOnceWhereverItsWorkerDies(MortalBroker.Moment moment) {
        MortalBroker mortal = start(moment, "links.plan");
        this.links.tasks = this.living.tasks;
        AsyncResult<String> end = this.living.tasks.chain(this.living.tasks.signature(Links::plan, "a"))
            .then(Links::third)
            .apply();
        dieAndGoOn(mortal);
        assertThat(end.get(SOON)).isEqualTo("a123");
        await().atMost(SOON).until(() -> this.links.nothingLeft(this.living));
        assertThat(this.links.runs).containsOnlyOnce("first", "second", "third");
        assertThat(this.links.runs.stream().filter("plan"::equals).count()).isBetween(1L, 2L);
        close();
    }

    @Test
    @Tag("W7")
    @Tag("G17")
    void deduplicatedTasksDoNotRunAgainThoughTheirWorkersDiedBeforeTheyAcknowledged() {
        Broker broker = broker(this.scale.lease());
        ResultBackend results = results();
        this.living = Engine.with(this.links).broker(new SharedBroker(broker)).results(results).build();
        List<AsyncResult<String>> calls = IntStream.range(0, DEATHS)
            .mapToObj((i) -> this.living.tasks.signature(Links::deduplicated, "call " + i).apply())
            .toList();
        List<MortalBroker> mortals = new ArrayList<>();
        List<Engine> dying = new ArrayList<>();
        for (int i = 0; i < DEATHS; i++) {
            MortalBroker mortal = new MortalBroker(broker, MortalBroker.Moment.BEFORE_SETTLING, "links.deduplicated");
            Engine engine = Engine.with(this.links).broker(mortal).results(new Borrowed(results)).build();
            engine.work((options) -> options.concurrency(1)
                .sweep(Duration.ofHours(1))
                .shutdownTimeout(Duration.ofMillis(100)));
            mortals.add(mortal);
            dying.add(engine);
        }
        await().atMost(SOON).until(() -> mortals.stream().allMatch(MortalBroker::dead));
        this.living.work((options) -> options.concurrency(2).sweep(this.scale.sweep()));
        await().atMost(SOON).until(() -> this.links.nothingLeft(this.living));
        assertThat(calls).allSatisfy((call) -> assertThat(call.get(SOON)).startsWith("done call "));
        assertThat(this.links.runs).hasSize(DEATHS).doesNotHaveDuplicates();
        assertThat(this.living.events(TaskEvent.TaskReceived.class)).hasSizeGreaterThanOrEqualTo(DEATHS)
            .allSatisfy((event) -> assertThat(event.deliveries()).isGreaterThan(1));
        dying.forEach(Engine::close);
        this.living.close();
    }

    @Test
    @Tag("G17")
    void deduplicatedTaskRunsOnceForAllCallsWithOneId() {
        this.living = Engine.with(this.links).broker(broker(this.scale.lease())).results(results()).build();
        this.living.work(1);
        AsyncResult<String> first = this.living.tasks.signature(Links::deduplicated, "a").apply();
        first.get(SOON);
        this.living.tasks
            .sendDerived(List.of(this.living.tasks.signature(Links::deduplicated, "a").id(first.id()).toSignature()));
        this.living.tasks.signature(Links::third, "b").apply().get(SOON);
        assertThat(this.links.runs).containsExactly("a", "third");
        this.living.close();
    }

    static class Links {

        final List<String> runs = new CopyOnWriteArrayList<>();

        volatile TaskTemplate tasks;

        @SharedTask
        String plan(String text, TaskContext task) {
            this.runs.add("plan");
            throw task.replace(this.tasks.chain(this.tasks.signature(Links::first, text)).then(Links::second));
        }

        @SharedTask(deduplicate = true)
        String deduplicated(String text) {
            this.runs.add(text);
            return "done " + text;
        }

        @SharedTask
        String first(String text, TaskContext task) {
            this.runs.add("first");
            return text + "1";
        }

        @SharedTask
        String second(String text) {
            this.runs.add("second");
            return text + "2";
        }

        @SharedTask
        String third(String text) {
            this.runs.add("third");
            return text + "3";
        }

        @SharedTask
        String fail(String text) {
            this.runs.add("fail");
            throw new IllegalStateException("no");
        }

        @SharedTask
        void note(String id) {
            this.runs.add("note " + id);
        }

        /** The dead worker's delivery has come back, and no message is left. */
        boolean redelivered(Engine engine) {
            return engine.events(TaskEvent.TaskReceived.class)
                .stream()
                .anyMatch((event) -> event.task().equals("links.first") && event.deliveries() > 1)
                    && nothingLeft(engine);
        }

        boolean nothingLeft(Engine engine) {
            return engine.broker.capability(QueueInspection.class)
                .orElseThrow()
                .depths(List.of("taskqueue"))
                .stream()
                .allMatch((depth) -> depth.ready() + depth.inFlight() + depth.delayed() == 0);
        }

    }

    /** A store that outlives the process which uses it. */
    private record Borrowed(ResultBackend results) implements ResultBackend {

        @Override
        public List<Answer> store(Collection<TaskResult> statements) {
            return this.results.store(statements);
        }

        @Override
        public Map<String, TaskResult> find(Collection<String> ids) {
            return this.results.find(ids);
        }

        @Override
        public void forget(Collection<String> ids) {
            this.results.forget(ids);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return this.results.capability(type);
        }

        @Override
        public String description() {
            return this.results.description();
        }

    }

}
