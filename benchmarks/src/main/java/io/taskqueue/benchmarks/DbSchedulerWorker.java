package io.taskqueue.benchmarks;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;

/** db-scheduler with lock-and-fetch, four times as many fetched as threads. */
public final class DbSchedulerWorker {

    private DbSchedulerWorker() {
    }

    /**
     * @param args the database's URL
     */
    public static void main(String[] args) {
        OneTimeTask<Void> nothing = Tasks.oneTime("bench").execute((instance, context) -> {
        });
        Scheduler.create(Database.pool(args[0]), nothing)
            .threads(10)
            .pollUsingLockAndFetch(1.0, 4.0)
            .pollingInterval(Duration.ofMillis(100))
            .build()
            .start();
    }

}
