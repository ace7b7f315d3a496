package io.taskqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import io.taskqueue.RetryOptions;
import io.taskqueue.SendOptions;
import io.taskqueue.TaskOptions;
import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.broker.SettlesInTransaction;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.execution.RunnerOptions;
import io.taskqueue.execution.TaskInterceptor;
import io.taskqueue.execution.TaskOptionsResolver;
import io.taskqueue.execution.TaskOverrides;
import io.taskqueue.execution.TaskPatterns;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.execution.TaskRunner;
import io.taskqueue.execution.TaskScanner;
import io.taskqueue.execution.TaskSignatures;
import io.taskqueue.memory.MemoryBroadcast;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.memory.MemoryWishes;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskHistory;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskRecord;

/**
 * Everything from a call to its result, put together with {@code new}: what the tests of
 * the engine run on.
 */
public final class Engine implements AutoCloseable {

    public final Broker broker;

    public final ResultBackend results;

    public final TaskJournal journal;

    public final MemoryWishes wishes = new MemoryWishes(TimeSource.system());

    public final MemoryBroadcast broadcast = new MemoryBroadcast();

    public final List<Object> events = Collections.synchronizedList(new ArrayList<>());

    public final TaskRegistry registry;

    public final TaskTemplate tasks;

    public final TaskRunner runner;

    private final List<TaskWorker> workers = new ArrayList<>();

    private final TaskEvents publisher = new TaskEvents(this.events::add);

    private Engine(Builder parts) {
        this.broker = parts.broker;
        this.results = parts.results;
        this.journal = new TaskJournal(parts.results);
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        parts.beans
            .forEach((bean) -> beans.registerSingleton(Character.toLowerCase(bean.getClass().getSimpleName().charAt(0))
                    + bean.getClass().getSimpleName().substring(1), bean));
        TaskValues values = TaskValues.standard();
        TaskOptionsResolver options = new TaskOptionsResolver(new TaskOptions(TaskOptions.DEFAULT_QUEUE, null,
                parts.retry, null, null, TaskOptions.DEFAULT.acks(), false, false, null),
                new TaskPatterns(parts.overrides));
        this.registry = new TaskRegistry(new TaskScanner(beans, options, new TaskSignatures(values))::scan);
        String home = parts.broker.capability(ProcessLocal.class).map(ProcessLocal::home).orElse(null);
        RunnerOptions runnerOptions = RunnerOptions.of("test@localhost");
        this.runner = TaskRunner.builder(this.registry, this.journal, parts.runnerOptions.apply(runnerOptions))
            .encoding(MessageCodec.standard(), values)
            .interceptors(parts.interceptors)
            .events(this.publisher)
            .home(home)
            .transactions(parts.transactions)
            .build();
        this.tasks = TaskTemplate.builder(this.broker, this.journal, this.registry, this.wishes, this.broadcast)
            .events(this.publisher)
            .options(SendOptions.DEFAULT)
            .build();
    }

    public static Builder with(Object... beans) {
        return new Builder(List.of(beans));
    }

    /** Starts a worker; it is stopped with the engine. */
    public TaskWorker work(UnaryOperator<WorkerOptions> options) {
        return work(options, WorkerThreads.platform(4));
    }

    public TaskWorker work(UnaryOperator<WorkerOptions> options, Supplier<ExecutorService> threads) {
        WorkerParts parts = new WorkerParts(this.broker, this.runner, this.journal, this.wishes, this.broadcast,
                this.publisher, TimeSource.system(), threads);
        WorkerOptions all = options.apply(WorkerOptions.of("test@localhost").sweep(Duration.ofMillis(500)));
        TaskWorker worker = new TaskWorker(parts, all, this.registry, "test");
        this.workers.add(worker);
        worker.start();
        return worker;
    }

    public TaskWorker work(int concurrency) {
        return work((options) -> options.concurrency(concurrency));
    }

    public TaskRecord story(String id) {
        this.journal.flush(Duration.ofSeconds(5));
        return this.results.capability(TaskHistory.class).orElseThrow().record(id).orElseThrow();
    }

    public List<DeadLetter> deadLetters() {
        return this.broker.capability(DeadLetters.class).orElseThrow().list(null, 0, 100);
    }

    public <T> List<T> events(Class<T> type) {
        synchronized (this.events) {
            return this.events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    @Override
    public void close() {
        this.workers.forEach(TaskWorker::stop);
        this.tasks.close();
        this.journal.close();
        this.broadcast.close();
        this.broker.close();
        this.results.close();
    }

    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing happened within 10 s");
            }
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public static final class Builder {

        private final List<Object> beans;

        private Broker broker = new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system());

        private ResultBackend results = new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT,
                TimeSource.system());

        private RetryOptions retry = RetryOptions.DEFAULT;

        private List<TaskInterceptor> interceptors = List.of();

        private Map<String, TaskOverrides> overrides = Map.of();

        private @Nullable SettlesInTransaction transactions;

        private UnaryOperator<RunnerOptions> runnerOptions = UnaryOperator.identity();

        private Builder(List<Object> beans) {
            this.beans = beans;
        }

        public Builder broker(Broker broker) {
            this.broker = broker;
            return this;
        }

        public Builder results(ResultBackend results) {
            this.results = results;
            return this;
        }

        public Builder retry(RetryOptions retry) {
            this.retry = retry;
            return this;
        }

        public Builder interceptors(TaskInterceptor... interceptors) {
            this.interceptors = List.of(interceptors);
            return this;
        }

        public Builder overrides(Map<String, TaskOverrides> overrides) {
            this.overrides = overrides;
            return this;
        }

        public Builder runner(UnaryOperator<RunnerOptions> options) {
            this.runnerOptions = options;
            return this;
        }

        public Builder transactions(SettlesInTransaction transactions) {
            this.transactions = transactions;
            return this;
        }

        public Engine build() {
            return new Engine(this);
        }

    }

}
