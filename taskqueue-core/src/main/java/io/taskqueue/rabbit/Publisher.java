package io.taskqueue.rabbit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.SafeText;
import io.taskqueue.rabbit.RabbitMessages.Parcel;
import io.taskqueue.result.Answer;

/**
 * Sends messages and waits until RabbitMQ has confirmed them, a whole batch at once. All
 * callers share one channel: one of them writes while the others wait for their answers.
 */
final class Publisher implements AutoCloseable {

    private static final int MOST_TRIES = 5;

    private final RabbitConnections connections;

    private final Declarations declarations;

    private final ReentrantLock writing = new ReentrantLock();

    private @Nullable ConfirmingChannel channel;

    private volatile boolean closed;

    Publisher(RabbitConnections connections, Declarations declarations) {
        this.connections = connections;
        this.declarations = declarations;
    }

    /**
     * Sends all of them, and answers within the publish timeout. What RabbitMQ does not
     * keep is sent again a few times: somebody deleted its queue, which is then declared
     * once more, or the queue had no leader for a moment.
     */
    List<Answer> send(List<Parcel> parcels) {
        long deadline = System.nanoTime() + this.connections.timeout().toNanos();
        Batch batch = new Batch(parcels.size());
        attempt(parcels, places(parcels), batch, deadline, true);
        batch.await(deadline, this::missing);
        for (int tries = 1; tries < MOST_TRIES && batch.incomplete() && rested(tries, deadline); tries++) {
            if (!batch.returned().isEmpty()) {
                this.declarations.forget();
            }
            attempt(parcels, batch.again(), batch, deadline, true);
            batch.await(deadline, this::missing);
        }
        return batch.answers((place) -> gone(parcels.get(place)));
    }

    private static boolean rested(int tries, long deadline) {
        long pause = TimeUnit.MILLISECONDS.toNanos(5L << (2 * tries));
        LockSupport.parkNanos(Math.min(pause, left(deadline)));
        return left(deadline) > 0 && !Thread.currentThread().isInterrupted();
    }

    /**
     * Sends all of them to queues that others declare, within the publish timeout. Where
     * there is no such queue nobody waits any more, and that is as good as done.
     */
    List<Answer> reply(List<Parcel> parcels) {
        long deadline = System.nanoTime() + this.connections.timeout().toNanos();
        Batch batch = new Batch(parcels.size());
        attempt(parcels, places(parcels), batch, deadline, false);
        batch.await(deadline, this::missing);
        return batch.answers((place) -> Answer.done());
    }

    private static List<Integer> places(List<Parcel> parcels) {
        return IntStream.range(0, parcels.size()).boxed().toList();
    }

    private static Answer gone(Parcel parcel) {
        return Answer.failed(new BrokerUnavailableException("RabbitMQ returned the message: there is no queue "
                + SafeText.of(parcel.queue()) + ", though it was declared a moment ago", false, null));
    }

    private void attempt(List<Parcel> parcels, Collection<Integer> places, Batch batch, long deadline,
            boolean declared) {
        List<Integer> open = new ArrayList<>(places);
        try {
            if (!this.writing.tryLock(left(deadline), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
            try {
                write(parcels, open, batch, deadline, declared);
            }
            finally {
                this.writing.unlock();
            }
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            fail(open, batch, new BrokerUnavailableException("Interrupted before the message was sent", false, null));
        }
        catch (RuntimeException failure) {
            fail(open, batch, RabbitTrouble.unavailable(failure, false));
        }
    }

    private static void fail(List<Integer> open, Batch batch, BrokerUnavailableException failure) {
        open.forEach((place) -> batch.answer(place, Answer.failed(failure)));
    }

    /** Takes from {@code open} what went out. */
    private void write(List<Parcel> parcels, List<Integer> open, Batch batch, long deadline, boolean declared)
            throws InterruptedException {
        if (!this.connections.awaitNoAlarm(deadline)) {
            throw alarmed(false);
        }
        if (declared) {
            assure(parcels, open, deadline);
        }
        ConfirmingChannel confirming = channel(deadline);
        while (!open.isEmpty()) {
            int place = open.get(0);
            confirming.publish(parcels.get(place), batch, place);
            open.remove(0);
        }
    }

    private void assure(List<Parcel> parcels, List<Integer> open, long deadline) throws InterruptedException {
        for (int place : open) {
            Parcel parcel = parcels.get(place);
            if (!this.declarations.knows(parcel.queue(), parcel.delayed())) {
                this.connections.within(deadline, () -> {
                    this.declarations.assure(this.connections::publishing, parcel.queue(), parcel.delayed());
                    return true;
                });
            }
        }
    }

    private ConfirmingChannel channel(long deadline) throws InterruptedException {
        ConfirmingChannel now = this.channel;
        if (this.closed) {
            throw new BrokerUnavailableException("The RabbitMQ broker is closed and takes no more messages", false,
                    null);
        }
        if (now == null || !now.usable()) {
            if (now != null) {
                this.declarations.forget();
            }
            now = this.connections.within(deadline, () -> new ConfirmingChannel(this.connections.publishing()));
            this.channel = now;
        }
        return now;
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }

    private BrokerUnavailableException busy() {
        return (this.connections.alarm() != null) ? alarmed(false) : new BrokerUnavailableException(
                "The connection to RabbitMQ takes no messages for " + this.connections.timeout(), false, null);
    }

    /** What is said of a message that went out and was not confirmed in time. */
    private BrokerUnavailableException missing() {
        return (this.connections.alarm() != null) ? alarmed(true) : new BrokerUnavailableException(
                "RabbitMQ did not confirm the message within " + this.connections.timeout(), true, null);
    }

    private BrokerUnavailableException alarmed(boolean maybeSent) {
        return new BrokerUnavailableException("RabbitMQ takes no messages while it is "
                + SafeText.of(String.valueOf(this.connections.alarm())) + "; free memory or disk there", maybeSent,
                null);
    }

    @Override
    public void close() {
        this.closed = true;
        ConfirmingChannel open = this.channel;
        if (open != null) {
            open.close();
        }
    }

}
