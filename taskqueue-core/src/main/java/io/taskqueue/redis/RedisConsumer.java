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
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

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

    /** Where an answer's handles and messages begin. */
    private static final int FIRST = 2;

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

    /** What came of claims that were sent ahead. */
    private final Queue<Taken> arrived = new ConcurrentLinkedQueue<>();

    private volatile String owner = newOwner();

    private volatile boolean closed;

    private boolean fresh = true;

    private boolean competition;

    private boolean woken;

    private long sequence;

    private int turn;

    /** The claim that was sent ahead last; good until its owner takes otherwise. */
    private RedisBroker.@Nullable Ask ahead;

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
        try {
            return await(queues.stream().distinct().toList(), limit, System.nanoTime() + patience.toNanos());
        }
        catch (InterruptedException interrupted) {
            pause();
            throw interrupted;
        }
    }

    private List<Delivery> await(List<String> queues, int limit, long deadline) throws InterruptedException {
        this.woken = false;
        withdrawUnless((ask) -> ask.limit() <= limit && ask.queues().equals(queues));
        while (!this.closed && limit > 0 && !queues.isEmpty()) {
            this.signal.lower();
            Claim claim = claim(queues, limit);
            long left = deadline - System.nanoTime();
            if (!claim.deliveries().isEmpty() || left <= 0) {
                return handOut(claim.deliveries());
            }
            if (!rest(queues, limit, Math.min(left, claim.nanosUntilNext())) && deadline - System.nanoTime() <= 0) {
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
    private boolean rest(List<String> queues, int limit, long nanos) throws InterruptedException {
        long again = this.broker.watches().arm(queues, this.signal, claimAhead(queues, limit));
        this.woken = !this.closed && this.signal.await(Math.min(nanos, again));
        if (this.woken && this.competition) {
            TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(JITTER));
        }
        return this.woken;
    }

    /**
     * Redis carries this out as soon as there is something, one way to it and one back
     * before the wait is even known to have ended. Where others are quicker, it would
     * only make all of them ask at once.
     */
    private Function<Line, CompletableFuture<?>> claimAhead(List<String> queues, int limit) {
        if (this.fresh || this.competition) {
            return (line) -> CompletableFuture.completedFuture(null);
        }
        RedisBroker.Ask ask = new RedisBroker.Ask(this.owner, this.sequence, limit, false, this.options.strict(),
                queues);
        return (line) -> {
            this.ahead = ask;
            return this.broker.claimAhead(line, ask).thenAccept((reply) -> arrived(ask, reply));
        };
    }

    /** On a thread of the client's. */
    private void arrived(RedisBroker.Ask ask, List<?> reply) {
        if (reply.size() > FIRST) {
            this.arrived.add(new Taken(ask.owner(), reply));
            this.signal.raise();
        }
    }

    private List<Delivery> takeArrived() {
        Taken next;
        while ((next = this.arrived.poll()) != null) {
            List<Delivery> deliveries = take(next);
            if (!deliveries.isEmpty()) {
                return deliveries;
            }
        }
        return List.of();
    }

    private synchronized List<Delivery> take(Taken taken) {
        return this.owner.equals(taken.owner()) ? keep(read(taken.reply()), (Long) taken.reply().get(0)) : List.of();
    }

    @Override
    public void pause() {
        try {
            withdrawUnless((ask) -> false);
        }
        catch (BrokerUnavailableException away) {
            logger.debug("What was asked ahead could not be withdrawn; it is asked for on a connection that has gone",
                    away);
        }
    }

    /** What it brought meanwhile goes back. */
    private synchronized void withdrawUnless(Predicate<RedisBroker.Ask> good) {
        RedisBroker.Ask ask = this.ahead;
        boolean open = ask != null && ask.owner().equals(this.owner) && ask.sequence() == this.sequence;
        if (ask == null || (open && good.test(ask))) {
            return;
        }
        if (open && this.broker.withdraw(ask.owner(), ask.sequence())) {
            this.sequence++;
        }
        else if (open) {
            // what is asked with an old sequence brings only what was missed
            giveBack(takeOnce(ask.queues(), 1));
        }
        this.ahead = null;
    }

    private void giveBack(@Nullable Claim claim) {
        if (claim != null && !claim.deliveries().isEmpty()) {
            settle(claim.deliveries().stream().map((each) -> Completion.of(each, Settlement.release())).toList());
        }
    }

    private Claim claim(List<String> queues, int limit) throws InterruptedException {
        List<Delivery> early = takeArrived();
        if (!early.isEmpty()) {
            return new Claim(early, Long.MAX_VALUE);
        }
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
        List<?> reply = this.broker.claim(new RedisBroker.Ask(this.owner, this.sequence, limit, this.fresh,
                this.options.strict(), inTurn(queues)));
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
        for (int i = FIRST; i + 1 < reply.size(); i += 2) {
            RedisDelivery.Handle handle = RedisDelivery.Handle.parse(RedisKeys.text(reply.get(i)));
            if (handle.sequence() <= this.sequence) {
                // one answer had been missed, and came after it was given again
                continue;
            }
            Content content = this.broker.messages().read((byte[]) reply.get(i + 1), handle.queue());
            taken.add(new RedisDelivery(this.owner, handle, content));
        }
        return taken;
    }

    /** Strangers' messages that are not due yet go where ours wait. */
    private List<Delivery> keep(List<RedisDelivery> taken, long now) {
        List<Delivery> due = new ArrayList<>(taken.size());
        if (!taken.isEmpty()) {
            this.competition = false;
            this.sequence = taken.get(taken.size() - 1).handle().sequence();
        }
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
     * What Redis answered to a claim that was sent ahead.
     *
     * @param owner who had sent it
     * @param reply the answer
     */
    private record Taken(String owner, List<?> reply) {
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
