package io.taskqueue;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Calls that wait for the transaction they were made in. All of one transaction are sent
 * together; {@code REQUIRES_NEW} follows its own, {@code NESTED} its savepoint.
 */
final class AfterCommit {

    private final Consumer<List<OutgoingCall>> committed;

    private final Consumer<List<OutgoingCall>> rolledBack;

    AfterCommit(Consumer<List<OutgoingCall>> committed, Consumer<List<OutgoingCall>> rolledBack) {
        this.committed = committed;
        this.rolledBack = rolledBack;
    }

    /** Whether this thread is in a transaction whose end can be awaited. */
    boolean possible() {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** Keeps calls until the current transaction ends. */
    void defer(List<OutgoingCall> calls) {
        if (TransactionSynchronizationManager.getResource(this) instanceof Pending pending) {
            pending.calls.addAll(calls);
            return;
        }
        Pending pending = new Pending(calls);
        TransactionSynchronizationManager.bindResource(this, pending);
        TransactionSynchronizationManager.registerSynchronization(pending);
    }

    /** The calls of one transaction. */
    private final class Pending implements TransactionSynchronization {

        private final List<OutgoingCall> calls;

        /** How many calls there were at each savepoint. */
        private final Map<Object, Integer> savepoints = new IdentityHashMap<>();

        private Pending(List<OutgoingCall> calls) {
            this.calls = new ArrayList<>(calls);
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(AfterCommit.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(AfterCommit.this, this);
        }

        @Override
        public void savepoint(Object savepoint) {
            this.savepoints.put(savepoint, this.calls.size());
        }

        @Override
        public void savepointRollback(Object savepoint) {
            int kept = this.savepoints.getOrDefault(savepoint, 0);
            List<OutgoingCall> undone = this.calls.subList(Math.min(kept, this.calls.size()), this.calls.size());
            AfterCommit.this.rolledBack.accept(List.copyOf(undone));
            undone.clear();
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(AfterCommit.this);
            if (status == STATUS_COMMITTED) {
                AfterCommit.this.committed.accept(this.calls);
            }
            else {
                AfterCommit.this.rolledBack.accept(this.calls);
            }
        }

    }

}
