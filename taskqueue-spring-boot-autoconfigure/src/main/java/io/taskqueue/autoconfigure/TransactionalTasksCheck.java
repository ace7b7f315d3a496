package io.taskqueue.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.taskqueue.TaskDefinition;
import io.taskqueue.broker.SettlesInTransaction;
import io.taskqueue.execution.RegisteredTask;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.jdbc.JdbcTransactions;
import io.taskqueue.result.ResultBackend;

/** Stops the start where a transactional task could not be one. */
final class TransactionalTasksCheck implements SmartInitializingSingleton {

    private static final String CURE = """
            Do one of these:

                - set taskqueue.broker.type=jdbc, keep results in the same database (taskqueue.result.type=jpa), and let
                  the application's one transaction manager work on the same DataSource
                - remove transactional = true, and write the task so that it bears running twice""";

    private final TaskRegistry registry;

    private final ResultBackend results;

    private final ObjectProvider<SettlesInTransaction> transactions;

    TransactionalTasksCheck(TaskRegistry registry, ResultBackend results,
            ObjectProvider<SettlesInTransaction> transactions) {
        this.registry = registry;
        this.results = results;
        this.transactions = transactions;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<String> tasks = this.registry.all()
            .stream()
            .map(TaskDefinition::name)
            .filter((name) -> this.registry.task(name).filter(RegisteredTask::transactional).isPresent())
            .toList();
        String problem = tasks.isEmpty() ? null : problem(this.transactions.getIfAvailable());
        if (problem != null) {
            throw new TaskQueueStartException("Task " + tasks.get(0) + " is transactional, and " + problem + ".", CURE);
        }
    }

    private @Nullable String problem(@Nullable SettlesInTransaction able) {
        if (able == null) {
            return "its messages are not in a database, or the application has no single transaction manager";
        }
        if (!able.settlesWith(this.results)) {
            return "results are not kept in the database of the broker";
        }
        return (able instanceof JdbcTransactions jdbc && !jdbc.joined())
                ? "the transaction manager does not work on the database of the broker" : null;
    }

}
