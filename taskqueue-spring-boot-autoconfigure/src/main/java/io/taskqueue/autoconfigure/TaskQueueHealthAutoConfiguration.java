package io.taskqueue.autoconfigure;

import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.taskqueue.actuate.TaskQueueHealthIndicator;
import io.taskqueue.beat.Beat;
import io.taskqueue.broker.Broker;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.TaskWorker;

/** The health of tasks, in no group unless the application puts it in one. */
@AutoConfiguration(after = { TaskQueueWorkerAutoConfiguration.class, TaskQueueBeatAutoConfiguration.class })
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ Broker.class, ResultBackend.class })
@ConditionalOnEnabledHealthIndicator("taskqueue")
public final class TaskQueueHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = { "taskqueueHealthIndicator", "taskqueueHealthContributor" })
    TaskQueueHealthIndicator taskqueueHealthContributor(Broker broker, ResultBackend results,
            ObjectProvider<TaskWorker> workers, ObjectProvider<Beat> beats) {
        return new TaskQueueHealthIndicator(broker, results, () -> workers.stream().map(TaskWorker::status).toList(),
                () -> beats.stream().map(Beat::trouble).filter(Objects::nonNull).findFirst().orElse(null));
    }

}
