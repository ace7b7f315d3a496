package io.taskqueue.test;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.test.context.event.BeforeTestMethodEvent;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Tells the transaction that Spring begins around a test from those of the application.
 * The test's is rolled back at the end, so calls made in it would never be sent if they
 * waited for its commit.
 */
final class TestTransactions implements ApplicationListener<BeforeTestMethodEvent> {

    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.transaction.support.TransactionSynchronizationManager",
            TestTransactions.class.getClassLoader());

    private final ThreadLocal<@Nullable String> tests = new ThreadLocal<>();

    /** By now the test's transaction has begun, if it has one, and nothing else has. */
    @Override
    public void onApplicationEvent(BeforeTestMethodEvent event) {
        this.tests.set(PRESENT ? current() : null);
    }

    /**
     * Whether a call made here and now waits for the current transaction: it does in all
     * but the test's own.
     */
    boolean callsWait() {
        String own = this.tests.get();
        return own == null || !own.equals(current());
    }

    private static @Nullable String current() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                ? TransactionSynchronizationManager.getCurrentTransactionName() : null;
    }

}
