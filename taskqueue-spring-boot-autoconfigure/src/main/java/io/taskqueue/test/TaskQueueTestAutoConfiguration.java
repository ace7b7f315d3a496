package io.taskqueue.test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

import io.taskqueue.SendOptions;
import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskMessageCustomizer;
import io.taskqueue.TaskOperations;
import io.taskqueue.TaskTemplate;
import io.taskqueue.admission.Wishes;
import io.taskqueue.autoconfigure.TaskQueueAutoConfiguration;
import io.taskqueue.autoconfigure.TaskQueueProperties;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.execution.TaskRunner;
import io.taskqueue.memory.MemoryBroadcast;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.memory.MemoryScheduleStore;
import io.taskqueue.memory.MemoryWishes;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskJournal;

/**
 * What {@link AutoConfigureTaskQueue} puts in the place of broker, result store, worker
 * and time.
 */
@AutoConfiguration(before = TaskQueueAutoConfiguration.class,
        beforeName = { "io.taskqueue.autoconfigure.TaskQueueJpaAutoConfiguration",
                "io.taskqueue.autoconfigure.TaskQueueRabbitAutoConfiguration",
                "io.taskqueue.autoconfigure.TaskQueueRedisAutoConfiguration",
                "io.taskqueue.autoconfigure.TaskQueueMemoryAutoConfiguration" })
@EnableConfigurationProperties(TaskQueueProperties.class)
public final class TaskQueueTestAutoConfiguration {

    static final String PREFIX = "taskQueueTest";

    @Bean
    static TakeOver taskQueueTestTakeOver() {
        return new TakeOver();
    }

    @Bean
    @Primary
    TestTime taskQueueTestTime() {
        return new TestTime();
    }

    @Bean
    @Primary
    RecordingBroker taskQueueTestBroker(TestTime time, MessageCodec codec, TaskValues values) {
        return new RecordingBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, time), time, codec, values);
    }

    @Bean
    @Primary
    MemoryResultBackend taskQueueTestResults(TestTime time) {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, time);
    }

    @Bean
    @Primary
    MemoryBroadcast taskQueueTestBroadcast() {
        return new MemoryBroadcast();
    }

    @Bean
    @Primary
    MemoryWishes taskQueueTestWishes(TestTime time) {
        return new MemoryWishes(time);
    }

    @Bean
    @Primary
    MemoryScheduleStore taskQueueTestSchedules(TestTime time) {
        return new MemoryScheduleStore(time);
    }

    @Bean
    TestTransactions taskQueueTestTransactions() {
        return new TestTransactions();
    }

    @Bean
    @ConditionalOnMissingBean(TaskOperations.class)
    TaskTemplate taskTemplate(RecordingBroker broker, TaskJournal journal, TaskCatalog catalog, Wishes wishes,
            Broadcast broadcast, MessageCodec codec, TaskValues values, TaskEvents events, TimeSource time,
            TaskQueueProperties properties, ObjectProvider<TaskMessageCustomizer> customizers,
            TestTransactions transactions) {
        SendOptions defaults = SendOptions.DEFAULT;
        return TaskTemplate.builder(broker, journal, catalog, wishes, broadcast)
            .encoding(codec, values)
            .events(events)
            .time(time)
            .options(new SendOptions(properties.defaultQueue(), properties.broker().publishTimeout(),
                    defaults.revocationsKept(), defaults.origin()))
            .customizers(customizers.orderedStream().toList())
            .joining(transactions::callsWait)
            .build();
    }

    @Bean
    InlineWorker taskQueueTestWorker(RecordingBroker broker, TaskRunner runner, TaskJournal journal, Wishes wishes) {
        return new InlineWorker(broker, runner, journal, wishes);
    }

    @Bean
    CleanStart taskQueueTestCleanStart(RecordingBroker broker, InlineWorker worker, TaskJournal journal, Wishes wishes,
            TestTime time) {
        return new CleanStart(broker, worker, journal, wishes, time);
    }

    @Bean
    TaskQueueTester taskQueueTester(RecordingBroker broker, InlineWorker worker, TaskCatalog catalog, TestTime time) {
        return new TaskQueueTester(broker, worker, catalog, time);
    }

}
