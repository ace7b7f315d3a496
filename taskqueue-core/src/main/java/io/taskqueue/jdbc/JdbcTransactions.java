package io.taskqueue.jdbc;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.broker.Completion;
import io.taskqueue.broker.SettlesInTransaction;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.sql.Trouble;

/**
 * Tasks that work in the broker's database, in transactions of the application's own
 * manager, so that JPA takes part.
 */
public final class JdbcTransactions implements SettlesInTransaction {

    private static final Runnable NOTHING = () -> {
    };

    private final JdbcBroker broker;

    private final TransactionTemplate transaction;

    /**
     * @param manager whose transactions are on the broker's data source
     */
    public JdbcTransactions(JdbcBroker broker, PlatformTransactionManager manager) {
        this.broker = broker;
        this.transaction = new TransactionTemplate(manager);
        this.transaction.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public boolean settlesWith(ResultBackend results) {
        return this.broker.completesWith(results);
    }

    @Override
    public Answer inTransaction(ResultBackend results, Supplier<@Nullable Completion> work) {
        AtomicReference<Runnable> committed = new AtomicReference<>(NOTHING);
        AtomicReference<Answer> refused = new AtomicReference<>();
        try {
            this.transaction.executeWithoutResult((status) -> {
                requireJoined();
                Completion completion = work.get();
                if (completion == null || status.isRollbackOnly()) {
                    status.setRollbackOnly();
                    refused.set((completion == null) ? Answer.done() : rolledBack());
                    return;
                }
                Finishing.Within within = finish(completion, results, status);
                committed.set(within.committed());
                if (!within.answer().isDone()) {
                    status.setRollbackOnly();
                    refused.set(within.answer());
                }
            });
        }
        catch (RuntimeException failure) {
            return ofItsOwn(failure) ? Answer.failed(failure) : Answer.unknown(failure);
        }
        if (refused.get() != null) {
            return refused.get();
        }
        committed.get().run();
        return Answer.done();
    }

    /**
     * Whether the task would fail again: not where others were at the same rows, or the
     * database went away.
     */
    private static boolean ofItsOwn(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Trouble.of(sql) == Trouble.VALUE;
            }
        }
        return !(failure instanceof TransactionException);
    }

    /**
     * Whether the manager's transactions are on the broker's database, as far as it can
     * be asked.
     */
    public boolean joined() {
        try {
            return Boolean.TRUE.equals(this.transaction.execute((status) -> this.broker.joinable()));
        }
        catch (RuntimeException away) {
            return true;
        }
    }

    private static Answer rolledBack() {
        return Answer.failed(new IllegalStateException("The task has marked its transaction for rollback"));
    }

    private void requireJoined() {
        if (!this.broker.joinable()) {
            throw new IllegalStateException(
                    "The transaction manager of transactional tasks does not work on the" + " database of the broker");
        }
    }

    private Finishing.Within finish(Completion completion, ResultBackend results, TransactionStatus status) {
        try {
            // what the task wrote comes first, so that its own trouble shows as such
            status.flush();
            return this.broker.finishWithin(completion, results);
        }
        catch (SQLException failure) {
            throw new IllegalStateException(
                    "The outcome could not be made part of the transaction: " + failure.getMessage(), failure);
        }
    }

}
