package io.taskqueue.worker;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskDefinition;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.event.WorkerEvent;

/**
 * Takes tasks from queues and runs them, from the start of the application to its stop.
 * With a shared broker it stops first, before the web server; with messages in this
 * process' memory it stops after the web server has drained, since requests in their
 * grace period still call tasks.
 */
public final class TaskWorker implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(TaskWorker.class);

    /** Below the phases in which Spring Boot stops a web server. */
    private static final int AFTER_WEB = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final WorkerParts parts;

    private final WorkerOptions options;

    private final TaskCatalog catalog;

    private final String application;

    private volatile @Nullable WorkerLife life;

    private volatile boolean stopping;

    /**
     * @param application the application's name, for the line it says at its start
     */
    public TaskWorker(WorkerParts parts, WorkerOptions options, TaskCatalog catalog, String application) {
        this.parts = parts;
        this.options = options;
        this.catalog = catalog;
        this.application = application;
    }

    @Override
    public synchronized void start() {
        if (this.life != null) {
            return;
        }
        say();
        WorkerLife begun = new WorkerLife(this.parts, this.options);
        this.stopping = false;
        this.life = begun;
        begun.start();
        this.parts.events()
            .publish(new WorkerEvent.WorkerStarted(this.options.name(), this.parts.time().now(),
                    Set.copyOf(this.options.queues())));
    }

    @Override
    public synchronized void stop() {
        WorkerLife ending = this.life;
        if (ending == null) {
            return;
        }
        this.stopping = true;
        try {
            ending.stop();
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        finally {
            this.life = null;
            this.parts.events().publish(new WorkerEvent.WorkerStopped(this.options.name(), this.parts.time().now()));
        }
    }

    @Override
    public void stop(Runnable callback) {
        Thread stopper = WorkerThreads.named("taskqueue-stop", false, () -> {
            try {
                stop();
            }
            finally {
                callback.run();
            }
        });
        stopper.start();
    }

    @Override
    public boolean isRunning() {
        return this.life != null;
    }

    @Override
    public int getPhase() {
        return this.parts.broker().capability(ProcessLocal.class).isPresent() ? AFTER_WEB
                : SmartLifecycle.DEFAULT_PHASE;
    }

    /** How it is doing right now. */
    public WorkerStatus status() {
        WorkerLife now = this.life;
        if (now == null) {
            return new WorkerStatus(this.options.name(), WorkerStatus.State.STOPPED, this.options.queues(),
                    this.options.concurrency(), null, 0, 0, List.of(), this.parts.runner().unknownNames(), null);
        }
        return now.status(this.stopping ? WorkerStatus.State.STOPPING : WorkerStatus.State.RUNNING);
    }

    /** What it holds right now: what runs, and what waits for a slot. */
    public List<HeldTask> held() {
        WorkerLife now = this.life;
        return (now != null) ? now.held() : List.of();
    }

    /**
     * Where the body of a task is right now, the innermost call first; empty where it
     * does not run here.
     */
    public List<StackTraceElement> stack(String id) {
        WorkerLife now = this.life;
        return (now != null) ? now.stack(id) : List.of();
    }

    private void say() {
        String tasks = this.catalog.all()
            .stream()
            .map(TaskDefinition::name)
            .map("\n    . "::concat)
            .collect(Collectors.joining());
        logger.info("""
                Worker {} takes tasks
                  application  {}
                  broker       {}
                  results      {}
                  queues       {}
                  concurrency  {}
                  tasks        {}{}""", this.options.name(), this.application, this.parts.broker().description(),
                this.parts.journal().backend().description(), String.join(", ", this.options.queues()),
                this.options.concurrency(), this.catalog.all().size(), tasks);
        if (this.catalog.all().isEmpty()) {
            logger.warn("No task was found: annotate a method of a bean with @SharedTask");
        }
        if (this.parts.broker().capability(ProcessLocal.class).isPresent()) {
            logger.warn("Waiting tasks live in this process' memory and end with it");
        }
    }

}
