package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Signal;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskResult;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.TransactionalResults;

/** One worker's way into the table: claims, and sleeps while there is nothing. */
final class JdbcConsumer implements Consumer {

    private static final Logger logger = LoggerFactory.getLogger(JdbcConsumer.class);

    private final JdbcBroker broker;

    private final JdbcConnections connections;

    private final ConsumerOptions options;

    private final Signal signal = new Signal();

    private final Pace pace = new Pace();

    private final Set<String> held = ConcurrentHashMap.newKeySet();

    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    private volatile String owner = newOwner();

    private volatile boolean fresh = true;

    private volatile boolean closed;

    private int turn;

    JdbcConsumer(JdbcBroker broker, ConsumerOptions options) {
        this.broker = broker;
        this.connections = broker.connections();
        this.options = options;
    }

    private static String newOwner() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    boolean of(JdbcBroker broker) {
        return this.broker == broker;
    }

    @Override
    public List<Delivery> receive(Collection<String> queues, int limit, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> all = queues.stream().distinct().toList();
        while (!this.closed && limit > 0 && !all.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            this.signal.lower();
            List<JdbcDelivery> taken = claim(all, limit);
            long left = deadline - System.nanoTime();
            if (!taken.isEmpty() || left <= 0) {
                return handOut(taken);
            }
            rest(all, left);
            if (deadline - System.nanoTime() <= 0 && !this.signal.await(0)) {
                // nobody has called, and whoever asks next begins with a claim
                return List.of();
            }
        }
        if (!this.closed) {
            this.signal.await(Math.max(0, deadline - System.nanoTime()));
        }
        return List.of();
    }

    /** What was taken while it was being closed goes back at once. */
    private List<Delivery> handOut(List<JdbcDelivery> taken) {
        if (this.closed) {
            resign();
            return List.of();
        }
        return List.copyOf(taken);
    }

    private void rest(List<String> queues, long nanos) throws InterruptedException {
        Outlook outlook = this.connections
            .look((connection, dialect) -> table(dialect).look(connection, this.owner, queues));
        if (outlook.lease() == Outlook.Lease.GONE) {
            beginAnew();
        }
        else if (outlook.lease() == Outlook.Lease.LATE) {
            extend();
        }
        else if (outlook.due().isEmpty()) {
            Duration next = outlook.untilNext();
            long most = Math.min(nanos, this.pace.next(this.connections.bell().heard()));
            this.connections.bell()
                .await(queues, this.signal, (next != null) ? Math.min(most, next.plusNanos(999).toNanos()) : most);
        }
    }

    private List<JdbcDelivery> claim(List<String> queues, int limit) {
        signIn();
        List<String> turned = inTurn(queues);
        int share = this.options.strict() ? limit : (limit + turned.size() - 1) / turned.size();
        List<JdbcDelivery> taken = new ArrayList<>(claim(new Wanted(this.owner, turned, limit, share)));
        List<String> rich = rich(taken, turned, share);
        if (share < limit && taken.size() < limit && !rich.isEmpty()) {
            int more = limit - taken.size();
            taken.addAll(claim(new Wanted(this.owner, rich, more, more)));
        }
        taken.forEach((delivery) -> this.held.add(delivery.token()));
        if (!taken.isEmpty()) {
            this.pace.busy();
        }
        // a database hands rows out as it likes
        taken.sort(Comparator.comparingInt((JdbcDelivery delivery) -> turned.indexOf(delivery.queue()))
            .thenComparing(JdbcDelivery::place)
            .thenComparingLong((delivery) -> delivery.loan().id()));
        return taken;
    }

    private List<JdbcDelivery> claim(Wanted wanted) {
        try {
            return this.connections
                .call((connection, dialect) -> table(dialect).claim(connection, wanted, this.broker.messages()::read));
        }
        catch (BrokerUnavailableException failure) {
            if (failure.maybeSent()) {
                // what it may have taken is known to nobody, so its lease must end
                beginAnew();
            }
            throw failure;
        }
    }

    /** Queues that gave all they were asked for, and may have more. */
    private static List<String> rich(List<JdbcDelivery> taken, List<String> queues, int share) {
        Map<String, Integer> counts = new HashMap<>();
        taken.forEach((delivery) -> counts.merge(delivery.queue(), 1, Integer::sum));
        return queues.stream().filter((queue) -> counts.getOrDefault(queue, 0) == share).toList();
    }

    /** Each turn another queue is asked first. */
    private List<String> inTurn(List<String> queues) {
        if (this.options.strict() || queues.size() == 1) {
            return queues;
        }
        int first = Math.floorMod(this.turn++, queues.size());
        List<String> turned = new ArrayList<>(queues.subList(first, queues.size()));
        turned.addAll(queues.subList(0, first));
        return turned;
    }

    private void signIn() {
        if (this.fresh) {
            String owner = this.owner;
            this.connections.call((connection, dialect) -> {
                workers(dialect).signIn(connection, owner, this.options.worker(), this.broker.length());
                return owner;
            });
            this.fresh = false;
        }
    }

    private boolean extend() {
        return this.connections
            .call((connection, dialect) -> workers(dialect).renew(connection, this.owner, this.broker.length()));
    }

    /** The lease was taken from this owner. */
    private synchronized void beginAnew() {
        this.lost.addAll(this.held);
        this.held.clear();
        this.owner = newOwner();
        this.fresh = true;
    }

    /** Which deliveries were lost since this was asked last. */
    Set<String> renew() {
        String asked = this.owner;
        if (!this.closed && !this.fresh && !extend()) {
            noticeLoss(asked);
        }
        Set<String> told = new HashSet<>(this.lost);
        this.lost.removeAll(told);
        return told;
    }

    /** Unless a claim has noticed it meanwhile. */
    private synchronized void noticeLoss(String asked) {
        if (!this.fresh && this.owner.equals(asked)) {
            beginAnew();
        }
    }

    @Override
    public List<Answer> settle(Collection<Completion> completions) {
        return finish(List.of(), completions, null);
    }

    /**
     * Stores, publishes and settles in one transaction; statements made before go along.
     */
    List<Answer> complete(List<TaskResult> before, Collection<Completion> completions, TransactionalResults results) {
        return finish(before, completions, results);
    }

    private List<Answer> finish(List<TaskResult> before, Collection<Completion> completions,
            @Nullable TransactionalResults results) {
        String asked = this.owner;
        List<Completion> ours = completions.stream().filter((completion) -> owns(completion, asked)).toList();
        Finishing finishing = new Finishing(this.broker, asked, before, results);
        finishing.finish(ours);
        ours.stream()
            .filter((completion) -> !finishing.answer(completion).retryable())
            .forEach((completion) -> this.held.remove(completion.delivery().token()));
        this.connections.bell().ring(finishing.queues());
        List<Answer> answers = new ArrayList<>(finishing.answersBefore());
        completions.forEach(
                (completion) -> answers.add(owns(completion, asked) ? finishing.answer(completion) : Answer.fenced()));
        return answers;
    }

    private boolean owns(Completion completion, String asked) {
        return !this.closed && completion.delivery() instanceof JdbcDelivery delivery && delivery.owner().equals(asked);
    }

    private MessageTable table(Dialect dialect) {
        return MessageTable.of(this.connections.tables(), dialect);
    }

    private WorkerTable workers(Dialect dialect) {
        return new WorkerTable(this.connections.tables(), dialect);
    }

    @Override
    public void close() {
        if (this.closed) {
            return;
        }
        this.closed = true;
        this.signal.raise();
        resign();
        this.held.clear();
    }

    private void resign() {
        try {
            this.connections.call((connection, dialect) -> {
                workers(dialect).resign(connection, this.owner);
                return this.owner;
            });
        }
        catch (BrokerUnavailableException away) {
            logger.info("The database cannot be told that this worker ends; what it holds goes back when its lease has"
                    + " ended: {}", away.getMessage());
        }
    }

}
