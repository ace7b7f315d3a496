package io.taskqueue.rabbit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Content;
import io.taskqueue.rabbit.RabbitDelivery.Arrival;

/**
 * How messages come in for one consumer: by a standing order where it has one queue, or
 * one at a time where it has several and must not be sent more than it can run; there the
 * standing order is for the one that ends the wait. What came and was not taken soon goes
 * back.
 */
final class Intake implements Lane.Sink {

    private static final Logger logger = LoggerFactory.getLogger(Intake.class);

    private static final long LONGEST_STAY = TimeUnit.MILLISECONDS.toNanos(200);

    private final RabbitBroker broker;

    private final Collection<RabbitDelivery> held;

    private final String incarnation = UUID.randomUUID().toString().replace("-", "");

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = this.lock.newCondition();

    private final Deque<RabbitDelivery> buffer = new ArrayDeque<>();

    private final Postponed postponed;

    private final List<Lane> lanes = new ArrayList<>();

    private @Nullable Lane current;

    private long sequence;

    private boolean looking;

    private boolean receiving;

    private volatile boolean closed;

    /**
     * @param held what was handed out and not settled
     */
    Intake(RabbitBroker broker, Collection<RabbitDelivery> held) {
        this.broker = broker;
        this.held = held;
        this.postponed = new Postponed(broker);
    }

    /** The channel that messages come by now. */
    Lane lane(Collection<String> queues) {
        for (String queue : queues) {
            if (!this.broker.declarations().knows(queue, false)) {
                this.broker.declarations().assure(this.broker.connections()::consuming, queue, false);
            }
        }
        Lane now = this.current;
        if (now != null && now.open() && System.nanoTime() - now.oldest() < this.broker.options().longestCompany()) {
            return now;
        }
        Lane next = new Lane(this.broker.connections().consuming(), this);
        if (now != null && now.open()) {
            // what is old on it may outlive the broker's patience, and should end alone
            Lane.quietly(now::cancelAll);
        }
        this.lock.lock();
        try {
            this.lanes.removeIf((lane) -> !lane.open());
            this.lanes.add(next);
            this.current = next;
        }
        finally {
            this.lock.unlock();
        }
        return next;
    }

    /**
     * Everything of these queues that lies ready, up to the limit. What lies here of
     * another was on its way when that was asked for no more, and goes back.
     */
    List<RabbitDelivery> take(Collection<String> queues, int limit) {
        List<RabbitDelivery> taken = new ArrayList<>();
        List<RabbitDelivery> others = new ArrayList<>();
        this.lock.lock();
        try {
            while (taken.size() < limit && !this.buffer.isEmpty()) {
                RabbitDelivery delivery = this.buffer.remove();
                if (delivery.lane().holds(delivery)) {
                    (queues.contains(delivery.queue()) ? taken : others).add(delivery);
                }
            }
        }
        finally {
            this.lock.unlock();
        }
        this.broker.returns().requeue(others);
        return taken;
    }

    private List<RabbitDelivery> takeAll() {
        this.lock.lock();
        try {
            List<RabbitDelivery> all = this.buffer.stream()
                .filter((delivery) -> delivery.lane().holds(delivery))
                .toList();
            this.buffer.clear();
            return all;
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Asks for one of this queue; whether there was one. */
    boolean pull(Lane lane, String queue) throws IOException {
        Arrival arrival = lane.get(queue);
        if (arrival != null) {
            arrived(lane, queue, arrival);
        }
        return arrival != null;
    }

    /** Waits until something has come or changed. */
    void await(long deadline) throws InterruptedException {
        this.lock.lockInterruptibly();
        try {
            this.receiving = true;
            long left = deadline - System.nanoTime();
            if (this.buffer.isEmpty() && !this.postponed.any() && !this.closed && left > 0 && this.current != null
                    && this.current.open()) {
                this.changed.awaitNanos(left);
            }
        }
        finally {
            this.receiving = false;
            this.lock.unlock();
        }
    }

    /** Waits until then, or until this is closed. */
    void idle(long deadline) throws InterruptedException {
        this.lock.lockInterruptibly();
        try {
            long left = deadline - System.nanoTime();
            while (!this.closed && left > 0) {
                left = this.changed.awaitNanos(left);
            }
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Sends again what must not be run as it came. */
    void sendPostponed() {
        this.postponed.send();
    }

    /** How many must be sent again. */
    int postponed() {
        return this.postponed.size();
    }

    /** How many lie ready. */
    int ready() {
        this.lock.lock();
        try {
            return this.buffer.size();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** How many of this queue lie ready. */
    long ready(String queue) {
        this.lock.lock();
        try {
            return this.buffer.stream().filter((delivery) -> delivery.queue().equals(queue)).count();
        }
        finally {
            this.lock.unlock();
        }
    }

    @Override
    public void arrived(Lane lane, String queue, Arrival arrival) {
        Content content = this.broker.messages().read(arrival.properties(), arrival.body(), queue);
        if (arrival.again() && known(lane, queue, arrival, content)) {
            return;
        }
        int deliveries = deliveries(content, arrival);
        this.lock.lock();
        try {
            RabbitDelivery delivery = new RabbitDelivery(lane, this.incarnation + "-" + ++this.sequence, queue, arrival,
                    content, Math.max(1, deliveries));
            lane.hold(delivery);
            boolean later = deliveries < 1 || this.broker.messages().early(content);
            if (later) {
                this.postponed.add(delivery);
            }
            else {
                this.buffer.add(delivery);
            }
            this.changed.signalAll();
            if (!this.receiving && !this.looking && !later) {
                this.looking = true;
                this.broker.soon(this::giveBackStale, LONGEST_STAY);
            }
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * What comes again though this process still has it, or has done with it, is not run
     * a second time: its channel had ended, and nobody else was quicker.
     */
    private boolean known(Lane lane, String queue, Arrival arrival, Content content) {
        String name = arrival.name();
        if (name == null) {
            return false;
        }
        for (RabbitDelivery running : this.held) {
            if (name.equals(running.name()) && !running.lane().open()) {
                running.adopt(lane, arrival);
                lane.hold(running);
                return true;
            }
        }
        if (!this.broker.finished().contains(name)) {
            return false;
        }
        RabbitDelivery over = new RabbitDelivery(lane, this.incarnation + "-over", queue, arrival, content, 1);
        lane.hold(over);
        Lane.quietly(() -> lane.acknowledge(List.of(over)));
        return true;
    }

    /** Which delivery it is; 0 where that has to be written on it first. */
    private int deliveries(Content content, Arrival arrival) {
        if (!(content instanceof Content.Readable readable)) {
            return 1;
        }
        int earlier = readable.message().headers().deliveries();
        if (arrival.counted() >= 0) {
            return earlier + 1 + Math.max(0, arrival.counted() - this.broker.releases().count(readable.message()));
        }
        return (!arrival.again() || this.broker.releases().take(readable.message())) ? earlier + 1 : 0;
    }

    /** Somebody else may be free to run what nobody here has asked for in a while. */
    private void giveBackStale() {
        boolean stale;
        this.lock.lock();
        try {
            this.looking = false;
            RabbitDelivery first = this.buffer.peek();
            stale = first != null && !this.receiving && System.nanoTime() - first.arrived() >= LONGEST_STAY / 2;
        }
        finally {
            this.lock.unlock();
        }
        if (stale) {
            giveBackAll();
        }
    }

    /** Has nothing come any more, and gives back what came and was not taken. */
    void giveBackAll() {
        Lane now = this.current;
        if (now != null) {
            Lane.quietly(now::cancelAll);
        }
        this.broker.returns().requeue(takeAll());
    }

    /** Closes channels of long ago on which nothing is held any more. */
    void tidy() {
        this.lock.lock();
        try {
            this.lanes.removeIf((lane) -> {
                boolean over = lane != this.current && (lane.empty() || !lane.open());
                if (over) {
                    lane.close();
                }
                return over;
            });
        }
        finally {
            this.lock.unlock();
        }
    }

    @Override
    public void deleted(String queue) {
        logger.info("Queue {} was deleted; it is declared again", queue);
        this.broker.declarations().forget();
        wake();
    }

    @Override
    public void ended(Lane lane) {
        this.broker.declarations().forget();
        wake();
    }

    private void wake() {
        this.lock.lock();
        try {
            this.changed.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Ends it, when what was taken has been given back. */
    void close() {
        this.closed = true;
        wake();
        giveBackAll();
        List<Lane> open;
        this.lock.lock();
        try {
            open = List.copyOf(this.lanes);
            this.postponed.clear();
        }
        finally {
            this.lock.unlock();
        }
        open.forEach(Lane::close);
    }

}
