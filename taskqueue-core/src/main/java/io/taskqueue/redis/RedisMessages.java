package io.taskqueue.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;
import io.taskqueue.message.Due;
import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.SafeText;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.message.WireMessage;

/** Task messages as they lie in Redis, written and read. */
final class RedisMessages {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final MessageCodec codec;

    private final Envelope envelope;

    private final Priorities priorities;

    private final ServerClock clock;

    private final TimeSource time;

    RedisMessages(MessageCodec codec, Set<String> celeryQueues, ServerClock clock, TimeSource time) {
        this.codec = codec;
        this.envelope = new Envelope(codec.limits());
        this.priorities = new Priorities(celeryQueues);
        this.clock = clock;
        this.time = time;
    }

    Priorities priorities() {
        return this.priorities;
    }

    /**
     * The message on its way out.
     * @throws IllegalArgumentException if its queue cannot be one
     */
    Outgoing write(TaskMessage message) {
        requireQueue(message.queue());
        Instant now = this.time.now();
        // who works on Celery's queues may be Python, which keeps the time itself
        Due due = this.priorities.celerys(message.queue()) ? null : message.due();
        long delay = (due != null) ? millis(due.from(now)) : 0;
        TaskMessage sent = message.header(TaskHeaders.WAITED, (due != null) ? true : null);
        int wire = this.priorities.wire(message.queue(), message.priorityOrDefault());
        byte[] bytes = this.envelope.write(this.codec.encode(sent, now), message.queue(), wire,
                this.clock.millis() + delay);
        return new Outgoing(message.queue(), Priorities.step(wire), delay, bytes);
    }

    /** What came, from the queue it came from. */
    Content read(byte[] bytes, String queue) {
        try {
            WireMessage wire = this.envelope.read(bytes);
            TaskMessage message = this.codec.decode(wire, queue);
            int priority = this.priorities.ours(queue, message.priority());
            return new Content.Readable(new TaskMessage(message.id(), message.task(), queue, message.payload(),
                    message.headers(), priority, message.due(), message.expires()));
        }
        catch (MalformedMessageException malformed) {
            return new Content.Malformed(String.valueOf(malformed.getMessage()), bytes);
        }
    }

    /**
     * When a stranger's message may start, in milliseconds of the epoch; {@code null}
     * where it may at once. One of ours has waited before it came here.
     */
    static @Nullable Long startsLater(Content content, long now) {
        if (content instanceof Content.Readable readable && readable.message().due() instanceof Due.At at
                && !Boolean.TRUE.equals(readable.message().headers().value(TaskHeaders.WAITED))) {
            long due = at.moment().toEpochMilli();
            return (due > now) ? due : null;
        }
        return null;
    }

    /** Rounded up, since no message may be early; a century is the most. */
    private static long millis(Duration delay) {
        return (delay.compareTo(LONGEST) < 0) ? delay.plusNanos(999_999).toMillis() : LONGEST.toMillis();
    }

    static void requireQueue(String queue) {
        if (queue.isBlank() || queue.startsWith(RedisKeys.OURS) || queue.chars().anyMatch((c) -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("A queue on Redis is named in plain characters and not " + RedisKeys.OURS
                    + "…, unlike " + SafeText.of(queue));
        }
    }

    /**
     * A message ready to be sent.
     *
     * @param queue where to
     * @param step kombu's step of its priority
     * @param delayMillis how long it waits first; zero for not at all
     * @param bytes the envelope
     */
    record Outgoing(String queue, String step, long delayMillis, byte[] bytes) {

        boolean delayed() {
            return this.delayMillis > 0;
        }

    }

}
