package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.broker.Signal;
import io.taskqueue.result.Answer;

/**
 * One worker's way into Redis: claims by script, and sleeps while there is nothing.
 */
final class RedisConsumer implements Consumer {

    private static final Logger logger = LoggerFactory.getLogger(RedisConsumer.class);

    /** After a wake-up that others were quicker to use, this one comes a little later. */
    private static final long JITTER = TimeUnit.MILLISECONDS.toNanos(5);

    /** What goes back to the front must arrive there last if it is to be first. */
    private static final Comparator<Completion> RELEASES_LAST_FIRST = Comparator
        .comparingLong((completion) -> (completion.settlement() instanceof Settlement.Release)
                ? -((RedisDelivery) completion.delivery()).handle().sequence() : 0);

    private final RedisBroker broker;

    private final ConsumerOptions options;

    private final Signal signal = new Signal();

    private final Map<String, RedisDelivery> held = new ConcurrentHashMap<>();

    /** Taken before their time, with that time in milliseconds of the epoch. */
    private final Map<RedisDelivery, Long> early = new LinkedHashMap<>();

    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    private volatile String owner = newOwner();

    private volatile boolean closed;

    private boolean fresh = true;

    private boolean competition;

    private boolean woken;

    private long sequence;

    private int turn;

    RedisConsumer(RedisBroker broker, ConsumerOptions options) {
        this.broker = broker;
        this.options = options;
    }

    private static String newOwner() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    boolean of(RedisBroker broker) {
        return this.broker == broker;
    }

    @Override
    public List<Delivery> receive(Collection<String> queues, int limit, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        this.woken = false;
        List<String> all = queues.stream().distinct().toList();
        while (!this.closed && limit > 0 && !all.isEmpty()) {
            this.signal.lower();
            Claim claim = claim(all, limit);
            long left = deadline - System.nanoTime();
            if (!claim.deliveries().isEmpty() || left <= 0) {
                return handOut(claim.deliveries());
            }
            if (!rest(all, Math.min(left, claim.nanosUntilNext())) && deadline - System.nanoTime() <= 0) {
                return List.of();
            }
        }
        if (!this.closed) {
            this.signal.await(Math.max(0, deadline - System.nanoTime()));
        }
        return List.of();
    }

    /** What was taken while it was being closed goes back at once. */
    private List<Delivery> handOut(List<Delivery> deliveries) {
        if (!this.closed) {
            return deliveries;
        }
        resign();
        return List.of();
    }

    /** Waits for a reason to look again, and says whether there was one. */
    private boolean rest(List<String> queues, long nanos) throws InterruptedException {
        this.broker.watches().arm(queues, this.signal);
        this.woken = !this.closed && this.signal.await(nanos);
        if (this.woken && this.competition) {
            TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(JITTER));
        }
        return this.woken;
    }

    private Claim claim(List<String> queues, int limit) throws InterruptedException {
        try {
            Claim claim = takeOnce(queues, limit);
            return (claim != null) ? claim : Claim.NONE;
        }
        catch (BrokerUnavailableException failure) {
            if (Thread.interrupted()) {
                // what it may have taken is answered to whoever asks next
                throw new InterruptedException();
            }
            throw failure;
        }
    }

    private synchronized @Nullable Claim takeOnce(List<String> queues, int limit) {
        parkEarly();
        List<?> reply = this.broker.claim(this.owner, this.sequence, limit, this.fresh, this.options.strict(),
                inTurn(queues));
        long now = (Long) reply.get(0);
        if (now < 0) {
            beginAnew(reply.get(1).equals(1L));
            return null;
        }
        this.fresh = false;
        this.broker.heard(now);
        List<RedisDelivery> taken = read(reply);
        if (taken.isEmpty()) {
            this.competition = this.woken;
            return new Claim(List.of(), untilNext(now, (Long) reply.get(1)));
        }
        this.competition = false;
        this.sequence = taken.get(taken.size() - 1).handle().sequence();
        return new Claim(keep(taken, now), Long.MAX_VALUE);
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

    private static long untilNext(long now, long next) {
        return (next < 0) ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(Math.max(1, next - now));
    }

    private List<RedisDelivery> read(List<?> reply) {
        List<RedisDelivery> taken = new ArrayList<>(reply.size() / 2);
        for (int i = 2; i + 1 < reply.size(); i += 2) {
            RedisDelivery.Handle handle = RedisDelivery.Handle.parse(RedisKeys.text(reply.get(i)));
            Content content = this.broker.messages().read((byte[]) reply.get(i + 1), handle.queue());
            taken.add(new RedisDelivery(this.owner, handle, content));
        }
        return taken;
    }

    /** Strangers' messages that are not due yet go where ours wait. */
    private List<Delivery> keep(List<RedisDelivery> taken, long now) {
        List<Delivery> due = new ArrayList<>(taken.size());
        for (RedisDelivery delivery : taken) {
            Long later = RedisMessages.startsLater(delivery.content(), now);
            if (later == null) {
                this.held.put(delivery.token(), delivery);
                due.add(delivery);
            }
            else {
                this.early.put(delivery, later);
            }
        }
        try {
            parkEarly();
        }
        catch (BrokerUnavailableException failure) {
            logger.debug("Messages that are not due yet cannot be set aside; trying again", failure);
        }
        return due;
    }

    private void parkEarly() {
        if (!this.early.isEmpty()) {
            this.broker.settling().park(this.early);
            this.early.clear();
        }
    }

    /** The lease was taken from this owner, or Redis has forgotten it. */
    private void beginAnew(boolean forgotten) {
        if (forgotten && !this.fresh) {
            this.broker.checkup().lost();
        }
        this.lost.addAll(this.held.keySet());
        this.held.clear();
        this.early.clear();
        this.owner = newOwner();
        this.sequence = 0;
        this.fresh = true;
    }

    /** Which deliveries were lost since this was asked last. */
    Set<String> renew() {
        String asked = this.owner;
        int renewed = (this.closed || this.fresh) ? 1 : this.broker.renew(asked);
        if (renewed < 1) {
            noticeLoss(asked, renewed < 0);
        }
        Set<String> told = new HashSet<>(this.lost);
        this.lost.removeAll(told);
        return told;
    }

    /** Unless a claim has noticed it meanwhile. */
    private synchronized void noticeLoss(String lost, boolean forgotten) {
        if (!this.fresh && this.owner.equals(lost)) {
            beginAnew(forgotten);
        }
    }

    @Override
    public List<Answer> settle(Collection<Completion> completions) {
        return settle(completions, null);
    }

    List<Answer> settle(Collection<Completion> completions, @Nullable RedisResultBackend results) {
        List<Completion> all = List.copyOf(completions);
        List<Completion> ours = all.stream().filter(this::owns).sorted(RELEASES_LAST_FIRST).toList();
        List<Answer> answers = this.broker.settling().settle(ours, results);
        Map<Delivery, Answer> byDelivery = new IdentityHashMap<>();
        for (int i = 0; i < ours.size(); i++) {
            byDelivery.put(ours.get(i).delivery(), answers.get(i));
            if (!answers.get(i).retryable()) {
                this.held.remove(ours.get(i).delivery().token());
            }
        }
        this.broker.sent(ours);
        return all.stream()
            .map((completion) -> byDelivery.getOrDefault(completion.delivery(), Answer.fenced()))
            .toList();
    }

    private boolean owns(Completion completion) {
        return !this.closed && completion.delivery() instanceof RedisDelivery delivery
                && delivery.owner().equals(this.owner);
    }

    @Override
    public void close() {
        if (this.closed) {
            return;
        }
        this.closed = true;
        this.signal.raise();
        this.broker.watches().forget(this.signal);
        resign();
        this.held.clear();
    }

    private void resign() {
        try {
            this.broker.resign(this.owner);
        }
        catch (BrokerUnavailableException away) {
            logger.info("Redis cannot be told that this worker ends; what it holds goes back when its lease has"
                    + " ended: {}", away.getMessage());
        }
    }

    /**
     * What a look into the queues brought.
     *
     * @param deliveries what was taken
     * @param nanosUntilNext how long until something that waits comes due
     */
    private record Claim(List<Delivery> deliveries, long nanosUntilNext) {

        private static final Claim NONE = new Claim(List.of(), 0);

    }

}
