package io.taskqueue.proof;

import java.time.Duration;
import java.util.List;

import io.taskqueue.broker.Broker;
import io.taskqueue.execution.RunnerOptions;
import io.taskqueue.proof.Ledger.Entry.Word;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.Engine;
import io.taskqueue.worker.TaskWorker;
import io.taskqueue.worker.WorkerOptions;

/** A worker as the main part of a process, which ends in order when it is asked to. */
public final class ProofWorker {

    private ProofWorker() {
    }

    /** Takes tasks from now on, until the process ends. */
    public static void run(WorkerSettings settings, Broker broker, ResultBackend results) {
        Ledger ledger = new Ledger(settings.ledger());
        LedgerTasks tasks = new LedgerTasks(ledger);
        Object[] beans = (settings.version() > 1) ? new Object[] { tasks, new LedgerTasks.Added(tasks) }
                : new Object[] { tasks };
        Engine engine = Engine.with(beans)
            .broker(broker)
            .results(results)
            .runner((options) -> new RunnerOptions(options.worker(), options.maxDeliveries(), options.parkFor(),
                    Duration.ofSeconds(1)))
            .build();
        TaskWorker worker = engine.work((options) -> options(settings, options));
        Runtime.getRuntime().addShutdownHook(new Thread(worker::stop, "stop"));
        ledger.write(Word.UP, 0);
    }

    private static WorkerOptions options(WorkerSettings settings, WorkerOptions defaults) {
        return new WorkerOptions("proof-" + ProcessHandle.current().pid() + "@localhost", List.of("taskqueue"), false,
                settings.concurrency(), defaults.lookAhead(), settings.shutdownTimeout(), settings.sweep());
    }

}
