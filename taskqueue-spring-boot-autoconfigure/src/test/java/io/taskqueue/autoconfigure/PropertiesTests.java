package io.taskqueue.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.taskqueue.SendOptions;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskOptions;
import io.taskqueue.execution.RunnerOptions;
import io.taskqueue.execution.TaskOverrides;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.Payload;
import io.taskqueue.worker.WorkerOptions;

import static org.assertj.core.api.Assertions.assertThat;

/** Properties mean what the core's options say, and have the same defaults. */
class PropertiesTests {

    private static final TaskRegistry NO_TASKS = new TaskRegistry(List::of);

    @Test
    void defaultsAreTheCoresForTasks() {
        assertThat(options(Map.of()).defaults()).isEqualTo(TaskOptions.DEFAULT);
        assertThat(options(Map.of()).patterns().find("shop.add")).isEqualTo(TaskOverrides.NONE);
    }

    @Test
    void defaultsAreTheCoresForMessages() {
        assertThat(options(Map.of()).limits()).isEqualTo(MessageLimits.defaults());
        assertThat(options(Map.of()).acceptContent()).isEqualTo(Set.of(Payload.JSON));
    }

    @Test
    void defaultsAreTheCoresForCalls() {
        SendOptions sending = options(Map.of()).sending();
        assertThat(sending).isEqualTo(new SendOptions(SendOptions.DEFAULT.defaultQueue(),
                SendOptions.DEFAULT.publishTimeout(), SendOptions.DEFAULT.revocationsKept(), sending.origin()));
        assertThat(sending.origin()).isEqualTo("gen" + ProcessHandle.current().pid() + "@" + NodeName.host());
    }

    @Test
    void defaultsAreTheCoresForWorkers() {
        assertThat(options(Map.of()).running("node")).isEqualTo(RunnerOptions.of("node"));
        assertThat(options(Map.of()).working("node", NO_TASKS)).isEqualTo(WorkerOptions.of("node"));
    }

    @Test
    void defaultsAreTheCoresForMemory() {
        TaskQueueOptions options = options(Map.of());
        assertThat(new MemoryBroker.Options(options.lease(), options.maxMessages(), options.maxDeadLetters()))
            .isEqualTo(MemoryBroker.Options.DEFAULT);
        assertThat(new MemoryResultBackend.Options(options.expires(), options.expiresFailed(), options.maxResults()))
            .isEqualTo(MemoryResultBackend.Options.DEFAULT);
    }

    @Test
    void defaultsAreTheCoresForJpa() {
        TaskQueueOptions options = options(Map.of());
        assertThat(JpaResultBackend.Options.defaults().expires(options.expires(), options.expiresFailed()))
            .isEqualTo(JpaResultBackend.Options.defaults());
    }

    @Test
    void readsTaskOverridesByPattern() {
        TaskOverrides said = options(Map.of("taskqueue.tasks[shop.*].queue", "mail",
                "taskqueue.tasks[shop.*].retry-for", IOException.class.getName(),
                "taskqueue.tasks[shop.add].time-limit", "90s", "taskqueue.tasks[shop.add].acks", "early"))
            .patterns()
            .find("shop.add");
        assertThat(said.queue()).isEqualTo("mail");
        assertThat(said.retryFor()).isEqualTo(List.of(IOException.class));
        assertThat(said.timeLimit()).isEqualTo(Duration.ofSeconds(90));
        assertThat(said.acks()).isEqualTo(SharedTask.Acknowledgement.EARLY);
        assertThat(said.ignoreResult()).isNull();
    }

    @Test
    void keepsFailedResultsAsLongAsOthersUnlessTold() {
        assertThat(options(Map.of("taskqueue.result.expires", "2h")).expiresFailed()).isEqualTo(Duration.ofHours(2));
        assertThat(options(Map.of("taskqueue.result.expires-failed", "7d")).expiresFailed())
            .isEqualTo(Duration.ofDays(7));
    }

    @Test
    void acceptsCelerysWordForJson() {
        assertThat(options(Map.of("taskqueue.accept-content", "json")).acceptContent()).isEqualTo(Set.of(Payload.JSON));
    }

    @Test
    void namesEachQueueOfTheWorkerOnce() {
        assertThat(options(Map.of("taskqueue.worker.queues", "mail,slow,mail")).working("node", NO_TASKS).queues())
            .containsExactly("mail", "slow");
    }

    @Test
    @Tag("S36")
    void showsNoCredentialsOfAnAddress() {
        String shown = bind(Map.of("taskqueue.broker.url", "redis://shop:canary@tasks:6380/3", "taskqueue.result.url",
                "rediss://:canary@results"))
            .toString();
        assertThat(shown).contains("url=redis://tasks,", "url=rediss://results,").doesNotContain("canary", "shop");
    }

    private static TaskQueueProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("taskqueue",
                TaskQueueProperties.class);
    }

    private static TaskQueueOptions options(Map<String, String> properties) {
        return new TaskQueueOptions(bind(properties));
    }

}
