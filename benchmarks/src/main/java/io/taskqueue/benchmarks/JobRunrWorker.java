package io.taskqueue.benchmarks;

import java.time.Duration;

import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/** JobRunr with ten workers, asking as often as it may. */
public final class JobRunrWorker {

    private JobRunrWorker() {
    }

    /**
     * @param args the database's URL
     */
    public static void main(String[] args) throws InterruptedException {
        JobRunr.configure()
            .useStorageProvider(SqlStorageProviderFactory.using(Database.pool(args[0])))
            .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andWorkerCount(10)
                .andPollInterval(Duration.ofSeconds(5)))
            .initialize();
        Thread.currentThread().join();
    }

    /** A job that does nothing. */
    public static final class Nothing implements JobRequest {

        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }

    }

    /** Does it. */
    public static final class Handler implements JobRequestHandler<Nothing> {

        @Override
        public void run(Nothing request) {
        }

    }

}
