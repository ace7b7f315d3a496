package io.taskqueue.rabbit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Content;
import io.taskqueue.rabbit.RabbitMessages.Parcel;
import io.taskqueue.result.Answer;

/**
 * What must be sent again before it can be run: with one death more in its count, or
 * because it is not due yet.
 */
final class Postponed {

    private static final Logger logger = LoggerFactory.getLogger(Postponed.class);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final RabbitBroker broker;

    private final List<RabbitDelivery> waiting = new ArrayList<>();

    private long notBefore = System.nanoTime();

    Postponed(RabbitBroker broker) {
        this.broker = broker;
    }

    synchronized void add(RabbitDelivery delivery) {
        this.waiting.add(delivery);
    }

    synchronized void clear() {
        this.waiting.clear();
    }

    synchronized int size() {
        return this.waiting.size();
    }

    /** Whether there is something to send now. */
    boolean any() {
        return !ready().isEmpty();
    }

    private synchronized List<RabbitDelivery> ready() {
        this.waiting.removeIf((delivery) -> !delivery.lane().holds(delivery));
        return (System.nanoTime() - this.notBefore < 0) ? List.of() : List.copyOf(this.waiting);
    }

    /** Sends all of it, each copy confirmed before its original is let go. */
    void send() {
        List<RabbitDelivery> all = ready();
        List<Answer> answers = all.isEmpty() ? List.of()
                : this.broker.publisher().send(all.stream().map(this::copy).toList());
        Map<Lane, List<RabbitDelivery>> sent = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).isDone()) {
                sent.computeIfAbsent(all.get(i).lane(), (lane) -> new ArrayList<>()).add(all.get(i));
            }
            else {
                logger.debug("A message cannot be sent again yet", answers.get(i).cause());
                rest();
            }
        }
        sent.forEach((lane, deliveries) -> Lane.quietly(() -> lane.acknowledge(deliveries)));
    }

    private synchronized void rest() {
        this.notBefore = System.nanoTime() + PAUSE;
    }

    private Parcel copy(RabbitDelivery delivery) {
        if (this.broker.messages().early(delivery.content())) {
            return this.broker.messages().later(delivery);
        }
        int earlier = ((Content.Readable) delivery.content()).message().headers().deliveries();
        return this.broker.messages().again(delivery, earlier + 1);
    }

}
