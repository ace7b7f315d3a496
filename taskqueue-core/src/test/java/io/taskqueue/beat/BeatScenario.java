package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskOptions;
import io.taskqueue.TaskTemplate;
import io.taskqueue.execution.TaskOptionsResolver;
import io.taskqueue.execution.TaskPatterns;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.execution.TaskScanner;
import io.taskqueue.execution.TaskSignatures;
import io.taskqueue.memory.MemoryBroadcast;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.memory.MemoryScheduleStore;
import io.taskqueue.memory.MemoryWishes;
import io.taskqueue.message.ManualTime;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/**
 * A store of schedules whose clock a test owns, and nodes that go their rounds when the
 * test says so. What they send is noted.
 */
final class BeatScenario {

    static final BeatOptions OPTIONS = BeatOptions.of("shop");

    final ManualTime time = new ManualTime();

    final ScheduleStore store;

    final SentCalls broker = new SentCalls();

    final MemoryResultBackend results = new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, this.time);

    final TaskJournal journal = new TaskJournal(this.results);

    final TaskRegistry registry;

    final TaskTemplate tasks;

    final ScheduleTemplate schedules;

    BeatScenario(Object... beans) {
        this.store = new MemoryScheduleStore(this.time);
        DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
        factory.registerSingleton("shop", new Shop());
        for (Object bean : beans) {
            factory.registerSingleton(bean.getClass().getSimpleName(), bean);
        }
        TaskOptionsResolver options = new TaskOptionsResolver(TaskOptions.DEFAULT, new TaskPatterns(Map.of()));
        this.registry = new TaskRegistry(
                new TaskScanner(factory, options, new TaskSignatures(TaskValues.standard()))::scan);
        this.tasks = TaskTemplate
            .builder(this.broker, this.journal, this.registry, new MemoryWishes(this.time), new MemoryBroadcast())
            .time(this.time)
            .build();
        this.schedules = new ScheduleTemplate(parts(this.store, this.time), () -> {
        });
    }

    BeatParts parts(ScheduleStore store, TimeSource time) {
        return new BeatParts(store, this.tasks, this.journal, TaskValues.standard(), time);
    }

    /** A node that goes by the clock of the store. */
    BeatRounds node() {
        return node(this.store, this.time);
    }

    BeatRounds node(ScheduleStore store, TimeSource time) {
        return parts(store, time).rounds(OPTIONS);
    }

    /** Declares a schedule, as an application does. */
    DeclaredSchedule declared(String name, ScheduleSpec spec) {
        return new DeclaredSchedule(name, spec, true, ScheduleOrigin.Source.CODE);
    }

    void register(DeclaredSchedule... declared) {
        new Registration(this.store, List.of(declared), OPTIONS.application()).run();
    }

    ScheduleEntry entry(String name) {
        return this.store.find(name).orElseThrow();
    }

    /** Lets time pass in steps, after each of which all nodes go their rounds. */
    void pass(Duration time, Duration step, BeatRounds... nodes) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            this.time.advance(step);
            for (BeatRounds node : nodes) {
                node.go();
            }
        }
    }

    /** The last task of this schedule has come so far. */
    void lastTask(String name, TaskState state) {
        String id = entry(name).runs().lastTask();
        this.journal.flush(Duration.ofSeconds(5));
        this.results
            .store(List.of(TaskResult.of(id, state, new TaskRun(1, 1, "w"), this.time.now(), TaskDetails.NONE)));
    }

    /** Which schedules have sent something since this was asked last. */
    List<String> sent() {
        return this.broker.take().stream().map(BeatScenario::schedule).toList();
    }

    static String schedule(TaskMessage message) {
        return message.headers().text(TaskHeaders.PERIODIC_TASK);
    }

    Instant now() {
        return this.time.now();
    }

    /** What there is to do. */
    static class Shop {

        @SharedTask("shop.report")
        void report() {
        }

        @SharedTask(name = "shop.mail", queue = "mail", priority = 3)
        void mail(long customer, String subject) {
        }

        @SharedTask(name = "shop.forgotten", ignoreResult = true)
        void forgotten() {
        }

    }

}
