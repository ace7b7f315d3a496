package io.taskqueue.broker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a receiver sleeps on: there may be something for it. */
public final class Signal {

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition raised = this.lock.newCondition();

    private boolean up;

    /** There may be something. */
    public void raise() {
        this.lock.lock();
        try {
            this.up = true;
            this.raised.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Whatever there was has been looked at. */
    public void lower() {
        this.lock.lock();
        try {
            this.up = false;
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Waits until it is raised, so long at most, and says whether it was. */
    public boolean await(long nanos) throws InterruptedException {
        long left = nanos;
        this.lock.lockInterruptibly();
        try {
            while (!this.up && left > 0) {
                left = this.raised.awaitNanos(left);
            }
            return this.up;
        }
        finally {
            this.lock.unlock();
        }
    }

}
