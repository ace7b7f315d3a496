package io.taskqueue.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.result.Answer;

/** One worker's way into the depot. Its state is guarded by the depot's lock. */
final class MemoryConsumer implements Consumer {

    private final Depot depot;

    private final ConsumerOptions options;

    private final Receiver receiver;

    private final Loans loans;

    private int turn;

    private boolean closed;

    MemoryConsumer(Depot depot, ConsumerOptions options) {
        this.depot = depot;
        this.options = options;
        this.receiver = new Receiver(depot.lock.newCondition());
        this.loans = new Loans(depot);
    }

    boolean of(Depot depot) {
        return this.depot == depot;
    }

    @Override
    public List<Delivery> receive(Collection<String> queues, int limit, Duration patience) throws InterruptedException {
        this.depot.lock.lock();
        try {
            if (this.depot.closed && !this.closed) {
                throw new BrokerUnavailableException("The memory broker is closed", false, null);
            }
            return awaitMessages(queues, limit, DelayedMessages.nanos(patience));
        }
        finally {
            this.depot.passOn(queues);
            this.depot.lock.unlock();
        }
    }

    private List<Delivery> awaitMessages(Collection<String> names, int limit, long nanos) throws InterruptedException {
        long left = nanos;
        while (true) {
            // found anew each time: while it waited, a queue that was idle may have been
            // forgotten
            List<MemoryQueue> queues = this.depot.queues(names);
            List<Delivery> taken = ended() ? List.of() : take(queues, limit);
            if (!taken.isEmpty() || left <= 0 || limit <= 0 || ended()) {
                return taken;
            }
            left = this.depot.receivers.await(this.receiver, queues, left);
        }
    }

    private boolean ended() {
        return this.closed || this.depot.closed;
    }

    private List<Delivery> take(List<MemoryQueue> queues, int limit) {
        this.depot.lookAtTheClock();
        List<Delivery> taken = new ArrayList<>();
        int next = this.options.strict() ? 0 : this.turn;
        int empty = 0;
        while (taken.size() < limit && empty < queues.size()) {
            next = (next < queues.size()) ? next : 0;
            QueuedMessage message = this.depot.poll(queues.get(next));
            if (message != null) {
                taken.add(this.loans.lend(message));
            }
            empty = (message != null) ? 0 : empty + 1;
            next += (message != null && this.options.strict()) ? 0 : 1;
        }
        this.turn = next;
        if (!taken.isEmpty()) {
            this.loans.extendLease();
        }
        return taken;
    }

    @Override
    public List<Answer> settle(Collection<Completion> completions) {
        this.depot.lock.lock();
        try {
            List<Answer> answers = new ArrayList<>(completions.size());
            for (Completion completion : completions) {
                answers.add(settle(completion));
            }
            return answers;
        }
        finally {
            this.depot.lock.unlock();
        }
    }

    private Answer settle(Completion completion) {
        QueuedMessage message = this.loans.end(completion.delivery().token());
        if (message == null) {
            return Answer.fenced();
        }
        if (completion.settlement() instanceof Settlement.Release) {
            this.depot.putBack(message, false);
        }
        else if (completion.settlement() instanceof Settlement.DeadLettered dead) {
            this.depot.setAside(message, dead.reason());
        }
        else {
            this.depot.remove(message);
        }
        return Answer.done();
    }

    Set<String> renew() {
        return this.loans.renew();
    }

    @Override
    public void close() {
        this.depot.lock.lock();
        try {
            this.closed = true;
            this.loans.giveBack();
            this.receiver.woken.signal();
        }
        finally {
            this.depot.lock.unlock();
        }
    }

    /** Names its worker. */
    @Override
    public String toString() {
        return "MemoryConsumer[" + this.options.worker() + "]";
    }

}
