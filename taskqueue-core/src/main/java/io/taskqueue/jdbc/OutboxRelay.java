package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

/**
 * Forwards what waits in the outbox, many at once, and removes what the broker has
 * confirmed. Every node does it; leases keep them apart. Whoever dies between the two
 * makes a call arrive twice, and loses none.
 */
final class OutboxRelay {

    private static final Logger logger = LoggerFactory.getLogger(OutboxRelay.class);

    private static final int BATCH = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toMillis(5);

    private final Broker target;

    private final JdbcBroker waiting;

    private final Boxed boxed;

    /** What was forwarded, or cannot be, and the outbox has not been told yet. */
    private final List<Completion> ends = new ArrayList<>();

    private @Nullable Thread thread;

    private volatile boolean stopping;

    private boolean troubled;

    private long looked = System.nanoTime();

    OutboxRelay(Broker target, JdbcBroker waiting, Boxed boxed) {
        this.target = target;
        this.waiting = waiting;
        this.boxed = boxed;
    }

    synchronized void start() {
        if (this.thread == null) {
            this.stopping = false;
            this.thread = new Thread(this::run, "taskqueue-outbox");
            this.thread.setDaemon(true);
            this.thread.start();
        }
    }

    void stop() {
        Thread ending;
        synchronized (this) {
            this.stopping = true;
            ending = this.thread;
            this.thread = null;
        }
        if (ending != null) {
            end(ending);
        }
    }

    private static void end(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = 0;
        try (Consumer consumer = this.waiting.consume(new ConsumerOptions("outbox", BATCH, true))) {
            while (!this.stopping) {
                pause = turned(consumer) ? 0 : Math.min(LONGEST_PAUSE, Math.max(100, pause * 2));
                if (pause > 0) {
                    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
                }
            }
        }
        catch (InterruptedException closing) {
            logger.debug("Nothing is forwarded from the outbox any more");
        }
    }

    private boolean turned(Consumer consumer) throws InterruptedException {
        try {
            chores(consumer);
            Exception trouble = settled(consumer)
                    ? forward(consumer, consumer.receive(List.of(Boxed.QUEUE), BATCH, PATIENCE)) : untold();
            say(trouble);
            return trouble == null;
        }
        catch (RuntimeException failure) {
            say(failure);
            return false;
        }
    }

    /** A third of the lease is long enough for both. */
    private void chores(Consumer consumer) {
        long now = System.nanoTime();
        if (now - this.looked >= this.waiting.length().dividedBy(3).toNanos()) {
            this.looked = now;
            this.waiting.renew(consumer);
            this.waiting.reclaim(BATCH);
        }
    }

    /** Why not all of these are through, or {@code null}. */
    private @Nullable Exception forward(Consumer consumer, List<Delivery> deliveries) {
        List<Delivery> readable = new ArrayList<>();
        List<TaskMessage> messages = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            if (delivery.content() instanceof Content.Readable content) {
                readable.add(delivery);
                messages.add(this.boxed.out(content.message()));
            }
            else {
                this.ends.add(Completion.of(delivery, Settlement.deadLetter("it is no message")));
            }
        }
        List<Answer> answers = messages.isEmpty() ? List.of() : publish(messages);
        Exception trouble = null;
        for (int i = 0; i < answers.size(); i++) {
            Settlement settlement = settlement(answers.get(i));
            trouble = (settlement == Settlement.release()) ? answers.get(i).cause() : trouble;
            this.ends.add(Completion.of(readable.get(i), settlement));
        }
        return settled(consumer) ? trouble : untold();
    }

    /** A broker that throws, which it should not, has failed. */
    private List<Answer> publish(List<TaskMessage> messages) {
        try {
            return this.target.publish(messages);
        }
        catch (RuntimeException broken) {
            return Collections.nCopies(messages.size(), Answer.unknown(broken));
        }
    }

    /**
     * Whether the outbox has been told everything. What it has not goes with the next
     * turn: the lease on it is renewed, so that nobody else would ever have it.
     */
    private boolean settled(Consumer consumer) {
        List<Answer> answers = this.ends.isEmpty() ? List.of() : consumer.settle(this.ends);
        List<Completion> open = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).retryable()) {
                open.add(this.ends.get(i));
            }
        }
        this.ends.clear();
        this.ends.addAll(open);
        return open.isEmpty();
    }

    private static Exception untold() {
        return new BrokerUnavailableException("The outbox could not be told what was forwarded", true, null);
    }

    /**
     * What fails for want of a broker is tried again, what fails by itself never works.
     */
    private static Settlement settlement(Answer answer) {
        if (answer.isDone()) {
            return Settlement.acknowledge();
        }
        Exception cause = answer.cause();
        return (cause instanceof IllegalArgumentException) ? Settlement.deadLetter(String.valueOf(cause.getMessage()))
                : Settlement.release();
    }

    private void say(@Nullable Exception trouble) {
        if (trouble != null && !this.troubled) {
            logger.warn("The outbox is not forwarded; trying again: {}", trouble.toString());
        }
        else if (trouble == null && this.troubled) {
            logger.info("The outbox is forwarded again");
        }
        this.troubled = trouble != null;
    }

}
