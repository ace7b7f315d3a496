package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskTemplate;
import io.taskqueue.autoconfigure.elsewhere.Invoice;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Calls join the application's JPA transactions. */
class AfterCommitTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    @Tag("smoke")
    void sendsNothingBeforeTheCommit() {
        inContext((shop) -> {
            AsyncResult<Boolean> found = shop.transaction().execute((status) -> {
                shop.save(1);
                AsyncResult<Boolean> call = shop.tasks().delay(Invoices.Tasks::exists, 1L);
                assertThat(shop.published()).isEmpty();
                return call;
            });
            assertThat(found.get(LIMIT)).as("the task sees what was committed").isTrue();
            assertThat(shop.published()).hasSize(1);
        });
    }

    @Test
    void sendsNothingAtARollback() {
        inContext((shop) -> {
            shop.transaction().executeWithoutResult((status) -> {
                shop.tasks().delay(Invoices.Tasks::exists, 2L);
                status.setRollbackOnly();
            });
            assertThat(shop.published()).isEmpty();
        });
    }

    @Test
    void followsTheInnerTransactionOfRequiresNew() {
        inContext((shop) -> {
            shop.transaction().executeWithoutResult((outer) -> {
                shop.tasks().delay(Invoices.Tasks::exists, 3L);
                AsyncResult<Boolean> inner = shop.newTransaction().execute((status) -> {
                    shop.save(4);
                    return shop.tasks().delay(Invoices.Tasks::exists, 4L);
                });
                assertThat(shop.published()).hasSize(1);
                assertThat(inner.get(LIMIT)).isTrue();
                outer.setRollbackOnly();
            });
            assertThat(shop.published()).hasSize(1);
        });
    }

    @Test
    void sendsAllCallsOfATransactionAtOnce() {
        inContext((shop) -> {
            List<AsyncResult<Boolean>> calls = new ArrayList<>();
            shop.transaction().executeWithoutResult((status) -> {
                for (long i = 0; i < 200; i++) {
                    calls.add(shop.tasks().delay(Invoices.Tasks::exists, 1000 + i));
                }
            });
            assertThat(shop.published()).containsExactly(200);
            assertThat(calls).allSatisfy((call) -> assertThat(call.get(LIMIT)).isFalse());
        });
    }

    @Test
    void refusesToWaitForWhatIsNotSentYet() {
        inContext((shop) -> shop.transaction().executeWithoutResult((status) -> {
            AsyncResult<Boolean> call = shop.tasks().delay(Invoices.Tasks::exists, 5L);
            assertThatIllegalStateException().isThrownBy(() -> call.get(LIMIT))
                .withMessageContaining("is sent when the current transaction commits");
        }));
    }

    private static void inContext(java.util.function.Consumer<Invoices> claim) {
        Contexts.h2()
            .withUserConfiguration(Invoices.class)
            .run((context) -> claim.accept(context.getBean(Invoices.class)));
    }

    /**
     * An application that writes invoices, and a broker that tells what was given to it.
     */
    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Invoice.class)
    static class Invoices {

        private final ApplicationContext context;

        Invoices(ApplicationContext context) {
            this.context = context;
        }

        @Bean
        Tasks invoiceTasks() {
            return new Tasks();
        }

        @Bean
        RecordingBroker broker(TimeSource time) {
            return new RecordingBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, time));
        }

        TaskTemplate tasks() {
            return this.context.getBean(TaskTemplate.class);
        }

        List<Integer> published() {
            return this.context.getBean(RecordingBroker.class).published;
        }

        TransactionTemplate transaction() {
            return new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
        }

        TransactionTemplate newTransaction() {
            TransactionTemplate template = transaction();
            template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            return template;
        }

        void save(long id) {
            this.context.getBean(Tasks.class).entities.persist(new Invoice(id));
        }

        static class Tasks {

            @PersistenceContext
            private EntityManager entities;

            @SharedTask
            Boolean exists(Long id) {
                return this.entities.find(Invoice.class, id) != null;
            }

        }

    }

    /** Counts the messages of each publication. */
    static final class RecordingBroker implements Broker {

        private final Broker broker;

        private final List<Integer> published = new CopyOnWriteArrayList<>();

        RecordingBroker(Broker broker) {
            this.broker = broker;
        }

        @Override
        public List<Answer> publish(Collection<TaskMessage> messages) {
            this.published.add(messages.size());
            return this.broker.publish(messages);
        }

        @Override
        public Consumer consume(ConsumerOptions options) {
            return this.broker.consume(options);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return this.broker.capability(type);
        }

        @Override
        public String description() {
            return this.broker.description();
        }

        @Override
        public void close() {
            this.broker.close();
        }

    }

}
