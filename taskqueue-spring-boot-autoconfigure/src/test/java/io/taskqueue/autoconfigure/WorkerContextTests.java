package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import ch.qos.logback.classic.Level;
import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A worker lives as long as its context, and leaves nothing behind. */
class WorkerContextTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void keepsAThreadThatIsNoDaemon() {
        Contexts.plain()
            .withUserConfiguration(Shop.class)
            .run((context) -> assertThat(threads("taskqueue-fetcher")).isNotEmpty()
                .allSatisfy((thread) -> assertThat(thread.isDaemon()).isFalse()));
    }

    @Test
    void runsTasksOnItsOwnPlatformThreads() {
        Contexts.plain().withUserConfiguration(Kinds.class).run((context) -> {
            assertThat(kind(context.getBean(TaskTemplate.class))).startsWith("platform taskqueue-");
        });
    }

    @Test
    void runsTasksOnVirtualThreadsWhereThereAreSome() {
        Contexts.plain()
            .withPropertyValues("spring.threads.virtual.enabled=true")
            .withUserConfiguration(Kinds.class)
            .run((context) -> {
                String expected = (Runtime.version().feature() < 21) ? "platform" : "virtual";
                assertThat(kind(context.getBean(TaskTemplate.class))).startsWith(expected + " taskqueue-");
                assertThat(threads("taskqueue-fetcher")).isNotEmpty()
                    .allSatisfy((thread) -> assertThat(thread.isDaemon()).isFalse());
            });
        assertNoThreadIsLeft();
    }

    @Test
    @Tag("G16")
    void closesWithTasksInProgressAndLosesNone() {
        String url = "jdbc:h2:mem:closing;DB_CLOSE_DELAY=-1";
        List<String> ids = new ArrayList<>();
        Contexts.h2()
            .withPropertyValues("spring.datasource.url=" + url, "spring.jpa.hibernate.ddl-auto=none",
                    "taskqueue.worker.concurrency=100")
            .withUserConfiguration(Closing.class, Shop.class)
            .run((context) -> {
                TaskTemplate tasks = context.getBean(TaskTemplate.class);
                // short ones first, so that the worker dares to hold more than it has
                // slots for
                for (int i = 0; i < 50; i++) {
                    AsyncResult<Integer> sum = tasks.delay(Shop.Tasks::add, i, i);
                    assertThat(sum.get(LIMIT)).isEqualTo(i + i);
                    ids.add(sum.id());
                }
                for (int i = 0; i < 200; i++) {
                    ids.add(tasks.delay(Closing.Tasks::untilTheEnd).id());
                }
                assertThat(context.getBean(Closing.class).begun.await(20, TimeUnit.SECONDS)).isTrue();
            });
        assertNoThreadIsLeft();
        JdbcTemplate database = new JdbcTemplate(new DriverManagerDataSource(url, "sa", ""));
        assertThat(database.queryForList("select task_id from taskqueue_result where state = 'SUCCESS'", String.class))
            .containsExactlyInAnyOrderElementsOf(ids);
        database.execute("shutdown");
    }

    @Test
    void writesWhatWasCalledWhileItClosed() {
        String url = "jdbc:h2:mem:called-late;DB_CLOSE_DELAY=-1";
        Contexts.h2()
            .withPropertyValues("spring.datasource.url=" + url, "spring.jpa.hibernate.ddl-auto=none",
                    "taskqueue.worker.enabled=false")
            .withUserConfiguration(Shop.class, Sharing.class, JpaContextTests.LateCaller.class)
            .run((context) -> assertThat(context).hasNotFailed());
        assertNoThreadIsLeft();
        JdbcTemplate database = new JdbcTemplate(new DriverManagerDataSource(url, "sa", ""));
        assertThat(
                database.queryForObject("select count(*) from taskqueue_result where state = 'QUEUED'", Integer.class))
            .isEqualTo(3_000);
        database.execute("shutdown");
    }

    @Test
    void leavesNoThreadBehindWhereTheStartFails() {
        Contexts.plain()
            .withUserConfiguration(Shop.class)
            .withPropertyValues("taskqueue.worker.queues=mail")
            .run((context) -> assertThat(context).hasFailed());
        assertNoThreadIsLeft();
    }

    @Test
    void callsTasksWithoutRunningThem() {
        try (LogRecorder log = new LogRecorder(ProducerOnly.class.getName())) {
            producer().run((context) -> {
                assertThat(context).doesNotHaveBean(TaskWorker.class);
                context.getBean(TaskTemplate.class).delay(Shop.Tasks::add, 1, 2);
                assertThat(context.getBean(SharedBroker.class).sent).hasSize(1);
                assertThat(threads("taskqueue-fetcher")).isEmpty();
            });
            assertThat(log.lines(Level.INFO))
                .containsExactly("This process calls tasks and runs none; broker shared, results memory");
        }
    }

    private static ApplicationContextRunner producer() {
        return Contexts.plain()
            .withPropertyValues("taskqueue.worker.enabled=false")
            .withUserConfiguration(Shop.class, Sharing.class);
    }

    private static String kind(TaskTemplate tasks) {
        return tasks.delay(Kinds.Tasks::kind).get(LIMIT);
    }

    static void assertNoThreadIsLeft() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(threads("taskqueue-")).isEmpty());
    }

    private static List<Thread> threads(String prefix) {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().startsWith(prefix))
            .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class Kinds {

        @Bean
        Tasks kinds() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask
            String kind() throws ReflectiveOperationException {
                Thread thread = Thread.currentThread();
                boolean virtual = Stream.of(Thread.class.getMethods())
                    .anyMatch((method) -> method.getName().equals("isVirtual"))
                        && (Boolean) Thread.class.getMethod("isVirtual").invoke(thread);
                return (virtual ? "virtual " : "platform ") + thread.getName();
            }

        }

    }

    /** Tasks that end when the context begins to close. */
    @Configuration(proxyBeanMethods = false)
    static class Closing {

        final CountDownLatch begun = new CountDownLatch(100);

        final CountDownLatch closing = new CountDownLatch(1);

        @Bean
        Tasks closing() {
            return new Tasks(this);
        }

        @EventListener
        void on(ContextClosedEvent event) {
            this.closing.countDown();
        }

        static class Tasks {

            private final Closing closing;

            Tasks(Closing closing) {
                this.closing = closing;
            }

            @SharedTask
            void untilTheEnd() throws InterruptedException {
                this.closing.begun.countDown();
                this.closing.closing.await();
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Sharing {

        @Bean
        SharedBroker broker(TimeSource time) {
            return new SharedBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, time));
        }

    }

    /** A broker whose messages others could run too. */
    static final class SharedBroker implements Broker {

        private final Broker broker;

        final List<TaskMessage> sent = new ArrayList<>();

        SharedBroker(Broker broker) {
            this.broker = broker;
        }

        @Override
        public List<Answer> publish(Collection<TaskMessage> messages) {
            this.sent.addAll(messages);
            return this.broker.publish(messages);
        }

        @Override
        public Consumer consume(ConsumerOptions options) {
            return this.broker.consume(options);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public String description() {
            return "shared";
        }

        @Override
        public void close() {
            this.broker.close();
        }

    }

}
