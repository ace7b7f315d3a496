package io.taskqueue.rabbit;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import com.rabbitmq.client.AMQP;
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

/** Task messages as RabbitMQ carries them, written and read. */
final class RabbitMessages {

    /** Only a quorum queue counts, and only once it has handed a message out again. */
    static final String DELIVERY_COUNT = "x-delivery-count";

    private static final String OURS = "taskqueue.";

    private static final int LONGEST_QUEUE = 180;

    /** What brokers add on the way; whoever sends a message again begins without. */
    private static final Set<String> TRAVEL_MARKS = Set.of("x-death", "x-delivery-count", "x-acquired-count",
            "x-opt-deaths", "x-routed-by", "x-first-death-exchange", "x-first-death-queue", "x-first-death-reason",
            "x-last-death-exchange", "x-last-death-queue", "x-last-death-reason");

    private final MessageCodec codec;

    private final TimeSource time;

    private final String names = UUID.randomUUID().toString().substring(0, 18) + '-';

    private final AtomicLong sent = new AtomicLong();

    RabbitMessages(MessageCodec codec, TimeSource time) {
        this.codec = codec;
        this.time = time;
    }

    /**
     * The message on its way out.
     * @throws IllegalArgumentException if RabbitMQ cannot carry it
     */
    Parcel write(TaskMessage message) {
        requireQueue(message.queue());
        Instant now = this.time.now();
        Delay delay = Delay.of((message.due() != null) ? message.due().from(now) : Duration.ZERO);
        // a delay that is cut short ends with a look at the clock, and another delay
        TaskMessage sent = message.header(TaskHeaders.WAITED, (delay.any() && delay.whole()) ? true : null);
        WireMessage wire = this.codec.encode(sent, now);
        String exchange = delay.any() ? Delay.ENTRANCE : "";
        String key = delay.any() ? delay.key(message.queue()) : message.queue();
        return new Parcel(message.queue(), exchange, key, properties(message, wire), wire.body());
    }

    private AMQP.BasicProperties properties(TaskMessage message, WireMessage wire) {
        // without expiration: where a message expires in the broker nobody is told, and
        // from a delaying queue it would only come too early
        Map<String, @Nullable Object> headers = AmqpValues.write(wire.headers());
        headers.remove(TaskHeaders.REPLY_TO);
        return new AMQP.BasicProperties.Builder().contentType(message.payload().contentType())
            .contentEncoding(message.payload().contentEncoding())
            .headers(headers)
            .replyTo(message.headers().replyTo())
            .deliveryMode(2)
            .priority(message.priorityOrDefault())
            .correlationId(message.id())
            .messageId(nextName())
            .build();
    }

    /** What came, from the queue it came from. */
    Content read(AMQP.BasicProperties properties, byte[] body, String queue) {
        try {
            TaskMessage message = this.codec.decode(wire(properties, body), queue);
            return new Content.Readable(message);
        }
        catch (MalformedMessageException malformed) {
            return new Content.Malformed(String.valueOf(malformed.getMessage()), body);
        }
    }

    private static WireMessage wire(AMQP.BasicProperties properties, byte[] body) {
        Map<String, @Nullable Object> headers = (properties.getHeaders() != null)
                ? AmqpValues.read(properties.getHeaders()) : new LinkedHashMap<>();
        headers.keySet().removeAll(TRAVEL_MARKS);
        headers.remove(TaskHeaders.REPLY_TO);
        if (properties.getReplyTo() != null) {
            headers.put(TaskHeaders.REPLY_TO, properties.getReplyTo());
        }
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("content_type", properties.getContentType());
        said.put("content_encoding", properties.getContentEncoding());
        said.put("priority", properties.getPriority());
        return new WireMessage(headers, said, body);
    }

    /**
     * When a message may start that came before its time: a stranger's, whose sender left
     * the waiting to the worker, or one whose delay was longer than any.
     */
    boolean early(Content content) {
        return content instanceof Content.Readable readable && readable.message().due() instanceof Due.At at
                && !Boolean.TRUE.equals(readable.message().headers().value(TaskHeaders.WAITED))
                && at.moment().isAfter(this.time.now());
    }

    /**
     * The same message once more, byte for byte, for the same queue: with so many
     * deliveries behind it.
     */
    Parcel again(RabbitDelivery delivery, int deliveriesSoFar) {
        Map<String, @Nullable Object> headers = headers(delivery.properties());
        headers.put(TaskHeaders.DELIVERIES, deliveriesSoFar);
        return new Parcel(delivery.queue(), "", delivery.queue(), with(delivery.properties(), headers),
                delivery.body());
    }

    /** The same message, byte for byte, once it is due. */
    Parcel later(RabbitDelivery delivery) {
        Instant now = this.time.now();
        Due due = ((Content.Readable) delivery.content()).message().due();
        Delay delay = Delay.of((due != null) ? due.from(now).plusNanos(1) : Duration.ofSeconds(1));
        Map<String, @Nullable Object> headers = headers(delivery.properties());
        if (delay.whole()) {
            headers.put(TaskHeaders.WAITED, true);
        }
        return new Parcel(delivery.queue(), Delay.ENTRANCE, delay.key(delivery.queue()),
                with(delivery.properties(), headers), delivery.body());
    }

    static Map<String, @Nullable Object> headers(AMQP.BasicProperties properties) {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        if (properties.getHeaders() != null) {
            headers.putAll(properties.getHeaders());
        }
        headers.keySet().removeAll(TRAVEL_MARKS);
        return headers;
    }

    /** Every sending has a name of its own, copies too. */
    private String nextName() {
        return this.names + Long.toString(this.sent.incrementAndGet(), Character.MAX_RADIX);
    }

    AMQP.BasicProperties with(AMQP.BasicProperties properties, Map<String, @Nullable Object> headers) {
        return properties.builder()
            .headers(headers)
            .deliveryMode(2)
            .messageId(nextName())
            .expiration(null)
            .userId(null)
            .build();
    }

    static void requireQueue(String queue) {
        boolean plain = !queue.isBlank() && queue.length() <= LONGEST_QUEUE && !queue.startsWith(OURS)
                && !queue.startsWith("amq.") && queue.chars().noneMatch((c) -> c < ' ' || c == 127);
        if (!plain) {
            throw new IllegalArgumentException("A queue on RabbitMQ is named in at most " + LONGEST_QUEUE
                    + " plain characters and neither amq.… nor taskqueue.…, unlike " + SafeText.of(queue));
        }
    }

    /**
     * A message ready to be sent.
     *
     * @param queue the queue it is for
     * @param exchange where it goes first
     * @param key the routing key
     * @param properties with the headers
     * @param body the encoded arguments
     */
    record Parcel(String queue, String exchange, String key, AMQP.BasicProperties properties, byte[] body) {

        boolean delayed() {
            return !this.exchange.isEmpty();
        }

    }

}
