package io.taskqueue.test;

import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;

import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.test.shop.InvoiceTasks;
import io.taskqueue.test.shop.ShopApplication;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;

/** An application with another broker and another store is tested in memory as well. */
@SpringBootTest(classes = ShopApplication.class,
        properties = { "taskqueue.broker.url=redis://nowhere:6379", "taskqueue.result.url=redis://nowhere:6379",
                "taskqueue.result.type=jpa", "taskqueue.worker.queues=mail" })
@TestPropertySource(properties = "taskqueue.default-queue=shop")
@Import(TakeOverTests.Far.class)
@AutoConfigureTaskQueue
class TakeOverTests {

    @Autowired
    private TaskQueueTester tester;

    @Autowired
    private TaskTemplate tasks;

    @Autowired
    private FarBroker far;

    @Test
    void usesMemoryWhateverIsConfigured(@Autowired ResultBackend results) {
        this.tasks.delay(InvoiceTasks::thread);
        assertThat(this.tester.runWaiting()).singleElement().matches(TaskOutcome::succeeded);
        assertThat(results).isInstanceOf(MemoryResultBackend.class);
    }

    @Test
    void leavesTheApplicationsOwnBrokerAlone() {
        this.tasks.delay(InvoiceTasks::thread);
        assertThat(this.far.asked).isFalse();
    }

    @Test
    void keepsTheOtherSettingsOfTheApplication() {
        this.tasks.delay(InvoiceTasks::thread);
        assertThat(this.tester.assertEnqueued(InvoiceTasks::thread).queue()).isEqualTo("shop");
    }

    @Test
    void startsNoWorker(@Autowired ApplicationContext context) {
        assertThat(context.getBeanProvider(TaskWorker.class)).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
            .doesNotContain("taskqueue-fetcher", "taskqueue-flusher");
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Far {

        @Bean
        @Primary
        FarBroker farBroker() {
            return new FarBroker();
        }

    }

    /** A broker that a test had better not reach. */
    static final class FarBroker implements Broker {

        private volatile boolean asked;

        @Override
        public List<Answer> publish(Collection<TaskMessage> messages) {
            this.asked = true;
            return messages.stream().map((message) -> Answer.done()).toList();
        }

        @Override
        public Consumer consume(ConsumerOptions options) {
            this.asked = true;
            throw new IllegalStateException("Out of reach");
        }

        @Override
        public String description() {
            return "far away";
        }

        @Override
        public void close() {
        }

    }

}
