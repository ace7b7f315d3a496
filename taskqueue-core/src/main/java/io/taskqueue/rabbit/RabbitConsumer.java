package io.taskqueue.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.ShutdownSignalException;

import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.rabbit.RabbitMessages.Parcel;
import io.taskqueue.result.Answer;

/**
 * One worker's way into RabbitMQ. What it holds is unacknowledged on channels of its own:
 * as much as its worker has room for, and back in the queue at once if it dies.
 */
final class RabbitConsumer implements Consumer {

    private static final int REMEMBERED = 16;

    private static final int MOST_POSTPONED = 500;

    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(100);

    private final RabbitBroker broker;

    private final ConsumerOptions options;

    private final Intake intake;

    /** Handed out, and not settled. */
    private final Set<RabbitDelivery> held = ConcurrentHashMap.newKeySet();

    /** How much the worker could hold at its last turns; the least is what it needs. */
    private final int[] rooms = new int[REMEMBERED];

    /** Released a moment ago. */
    private final BlockingQueue<RabbitDelivery> returning = new LinkedBlockingQueue<>();

    private volatile boolean closed;

    private int turn;

    RabbitConsumer(RabbitBroker broker, ConsumerOptions options) {
        this.broker = broker;
        this.options = options;
        this.intake = new Intake(broker, this.held);
        Arrays.fill(this.rooms, Integer.MAX_VALUE);
    }

    @Override
    public List<Delivery> receive(Collection<String> queues, int limit, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> all = queues.stream().distinct().toList();
        try {
            List<RabbitDelivery> taken = List.of();
            while (!this.closed && limit > 0 && !all.isEmpty()) {
                taken = look(all, limit, patience.isZero());
                if (!taken.isEmpty() || deadline - System.nanoTime() <= 0) {
                    break;
                }
                order(all, limit);
                this.intake.await(deadline);
            }
            if (all.isEmpty()) {
                this.intake.giveBackAll();
                this.intake.idle(deadline);
            }
            return handOut(taken);
        }
        catch (InterruptedException interrupted) {
            this.intake.giveBackAll();
            throw interrupted;
        }
        catch (IOException | RuntimeException failure) {
            this.broker.declarations().forget();
            throw RabbitTrouble.unavailable(failure, false);
        }
    }

    @Override
    public void pause() {
        this.intake.giveBackAll();
    }

    private List<Delivery> handOut(List<RabbitDelivery> taken) {
        this.held.addAll(taken);
        if (this.closed) {
            this.broker.returns().requeue(taken);
            return List.of();
        }
        return List.copyOf(taken);
    }

    private List<RabbitDelivery> look(List<String> queues, int limit, boolean now) throws IOException {
        Lane lane = this.intake.lane(queues);
        lane.keep(queues);
        List<RabbitDelivery> returned = returning();
        if (!returned.isEmpty()) {
            this.broker.returns().requeue(returned);
            returned.stream().map(RabbitDelivery::lane).distinct().forEach(Lane::flush);
        }
        this.rooms[this.turn++ % REMEMBERED] = limit + unsettled();
        if (now || queues.size() > 1 || this.intake.postponed() > 0) {
            pull(lane, queues, limit);
        }
        this.intake.sendPostponed();
        List<RabbitDelivery> taken = this.intake.take(queues, limit);
        if (queues.size() > 1 && taken.size() == limit) {
            // more would only lie here while others could run it
            lane.cancelAll();
        }
        return taken;
    }

    /**
     * One after the other from each queue, or, if strict, all of the first one first.
     * Where RabbitMQ was killed, all that waits in a classic queue comes marked as handed
     * out before, and has to be sent again first: then much is, at once.
     */
    private void pull(Lane lane, List<String> queues, int limit) throws IOException {
        List<String> open = new ArrayList<>(queues);
        int next = this.options.strict() ? 0 : this.turn;
        while (this.intake.ready() < limit && this.intake.postponed() < MOST_POSTPONED && !open.isEmpty()) {
            int place = next % open.size();
            if (!this.intake.pull(lane, open.get(place))) {
                open.remove(place);
            }
            else if (!this.options.strict()) {
                next = place + 1;
            }
            next = this.options.strict() ? 0 : next;
        }
    }

    /** Has messages come while the worker waits for them. */
    private void order(List<String> queues, int limit) throws IOException {
        Lane lane = this.intake.lane(queues);
        if (queues.size() > 1) {
            for (String queue : queues) {
                if (lane.free(queue) < 1) {
                    lane.subscribe(queue, 1);
                }
            }
            return;
        }
        String queue = queues.get(0);
        int room = Math.max(1, Math.min(limit, leastRoom() - unsettled()));
        int free = lane.free(queue);
        // a larger order is worth a round trip where it is twice as large
        if (lane.quiet(queue) && (free < 1 || free > room || room >= 2 * free)) {
            lane.subscribe(queue, room);
        }
    }

    private int leastRoom() {
        int least = Integer.MAX_VALUE;
        for (int room : this.rooms) {
            least = Math.min(least, room);
        }
        return least;
    }

    private int unsettled() {
        return (int) this.held.stream().filter((delivery) -> delivery.lane().holds(delivery)).count();
    }

    @Override
    public List<Answer> settle(Collection<Completion> completions) {
        List<Completion> all = List.copyOf(completions);
        Answer[] answers = new Answer[all.size()];
        List<Integer> open = new ArrayList<>(all.size());
        for (int i = 0; i < answers.length; i++) {
            answers[i] = Answer.fenced();
            if (!this.closed && claim(all.get(i))) {
                open.add(i);
            }
        }
        giveBack(all, open, answers);
        bury(all, open, answers);
        acknowledge(all, open, answers);
        this.intake.tidy();
        return List.of(answers);
    }

    /** Whoever takes it from the held ones settles it. */
    private boolean claim(Completion completion) {
        if (!(completion.delivery() instanceof RabbitDelivery ours) || !this.held.remove(ours)) {
            return false;
        }
        String name = ours.name();
        if (name != null && completion.settlement() == Settlement.acknowledge()) {
            this.broker.finished().add(name);
        }
        return ours.lane().holds(ours);
    }

    /**
     * What was not begun goes back to where it was when its worker asks for more. A
     * worker that does not ask any more may be about to end; then copies go back, whose
     * counts the others can read.
     */
    private void giveBack(List<Completion> all, List<Integer> open, Answer[] answers) {
        List<Integer> returned = open.stream().filter((place) -> returns(all.get(place))).toList();
        if (returned.isEmpty()) {
            return;
        }
        this.intake.giveBackAll();
        returned.forEach((place) -> {
            this.returning.add(delivery(all, place));
            answers[place] = Answer.done();
        });
        open.removeAll(returned);
        this.broker.soon(this::copyReturning, SOON);
    }

    /** One at a time: whoever closes the channels waits for what is being copied. */
    private void copyReturning() {
        synchronized (this.returning) {
            this.broker.returns().copy(returning());
        }
    }

    private List<RabbitDelivery> returning() {
        List<RabbitDelivery> all = new ArrayList<>();
        this.returning.drainTo(all);
        return all;
    }

    private static RabbitDelivery delivery(List<Completion> all, int place) {
        return (RabbitDelivery) all.get(place).delivery();
    }

    private static boolean returns(Completion completion) {
        return completion.settlement() instanceof Settlement.Release;
    }

    /** What nobody can run lies with the dead letters before it is acknowledged. */
    private void bury(List<Completion> all, List<Integer> open, Answer[] answers) {
        List<Integer> places = new ArrayList<>();
        List<Parcel> letters = new ArrayList<>();
        for (int place : open) {
            if (all.get(place).settlement() instanceof Settlement.DeadLettered dead) {
                places.add(place);
                letters.add(this.broker.letters().bury(delivery(all, place), dead.reason()));
            }
        }
        List<Answer> sent = letters.isEmpty() ? List.of() : this.broker.publisher().send(letters);
        for (int i = 0; i < sent.size(); i++) {
            Integer place = places.get(i);
            if (!sent.get(i).isDone()) {
                answers[place] = sent.get(i);
                this.held.add(delivery(all, place));
                open.remove(place);
            }
        }
    }

    private void acknowledge(List<Completion> all, List<Integer> open, Answer[] answers) {
        Map<Lane, List<RabbitDelivery>> byLane = new LinkedHashMap<>();
        for (int place : open) {
            RabbitDelivery delivery = delivery(all, place);
            byLane.computeIfAbsent(delivery.lane(), (lane) -> new ArrayList<>()).add(delivery);
            answers[place] = Answer.done();
        }
        byLane.forEach((lane, deliveries) -> {
            try {
                lane.acknowledge(deliveries);
            }
            catch (IOException | ShutdownSignalException ended) {
                // its channel is gone, and so the messages are somebody else's
                open.stream()
                    .filter((place) -> delivery(all, place).lane() == lane)
                    .forEach((place) -> answers[place] = Answer.fenced());
            }
        });
    }

    @Override
    public void close() {
        if (this.closed) {
            return;
        }
        // first of all no more orders, or what goes back would come here again
        this.intake.giveBackAll();
        copyReturning();
        this.broker.returns()
            .requeue(this.held.stream()
                .filter((delivery) -> delivery.lane().holds(delivery))
                .sorted((one, other) -> Long.compare(one.tag(), other.tag()))
                .toList());
        this.closed = true;
        this.intake.close();
        this.held.clear();
        this.broker.closed(this);
    }

    /** How many of this queue came and were not asked for yet. */
    long ready(String queue) {
        return this.intake.ready(queue);
    }

}
