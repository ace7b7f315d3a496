package io.taskqueue.rabbit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.rabbit.RabbitMessages.Parcel;
import io.taskqueue.result.Answer;

/**
 * Dead letters on RabbitMQ: for each queue one of its own, whose messages say in headers
 * where they came from, when and why. Whoever looks at them takes them all for a moment.
 */
final class RabbitDeadLetters implements DeadLetters {

    private static final String ID = "taskqueue-letter";

    private static final String QUEUE = "taskqueue-letter-queue";

    private static final String REASON = "taskqueue-letter-reason";

    private static final String AT = "taskqueue-letter-at";

    private final RabbitBroker broker;

    private final TimeSource time;

    RabbitDeadLetters(RabbitBroker broker, TimeSource time) {
        this.broker = broker;
        this.time = time;
    }

    /** The message on its way there. */
    Parcel bury(RabbitDelivery delivery, String reason) {
        boolean readable = delivery.content() instanceof Content.Readable;
        Map<String, @Nullable Object> headers = readable ? RabbitMessages.headers(delivery.properties())
                : new LinkedHashMap<>();
        headers.put(ID, UUID.randomUUID().toString());
        headers.put(QUEUE, delivery.queue());
        headers.put(REASON, reason);
        headers.put(AT, this.time.now().toEpochMilli());
        byte[] body = (delivery.content() instanceof Content.Malformed malformed) ? malformed.raw() : delivery.body();
        AMQP.BasicProperties properties = readable ? this.broker.messages().with(delivery.properties(), headers)
                : new AMQP.BasicProperties.Builder().headers(headers).deliveryMode(2).build();
        String letters = this.broker.options().lettersOf(delivery.queue());
        return new Parcel(letters, "", letters, properties, body);
    }

    private Collection<String> queues(@Nullable String queue) {
        return (queue != null) ? List.of(queue) : this.broker.declarations().queues();
    }

    @Override
    public synchronized List<DeadLetter> list(@Nullable String queue, int offset, int limit) {
        List<DeadLetter> found = new ArrayList<>();
        for (String name : queues(queue)) {
            browse(name, (letter) -> {
                found.add(letter(name, letter));
                return false;
            });
        }
        Collections.reverse(found);
        return found.stream()
            .sorted(Comparator.comparing(DeadLetter::at).reversed())
            .skip(offset)
            .limit(Math.max(0, limit))
            .toList();
    }

    @Override
    public synchronized long count(@Nullable String queue) {
        return queues(queue).stream()
            .mapToLong((name) -> this.broker.queues().count(this.broker.options().lettersOf(name)))
            .sum();
    }

    @Override
    public synchronized int replay(Collection<String> ids) {
        return settle(ids, this::sendBack);
    }

    @Override
    public synchronized int remove(Collection<String> ids) {
        return settle(ids, (letter) -> true);
    }

    private int settle(Collection<String> ids, Predicate<DeadLetter> done) {
        Set<String> wanted = new HashSet<>(ids);
        int[] settled = new int[1];
        for (String name : queues(null)) {
            browse(name, (found) -> {
                DeadLetter letter = letter(name, found);
                boolean gone = wanted.contains(letter.id()) && done.test(letter);
                settled[0] += gone ? 1 : 0;
                return gone;
            });
        }
        return settled[0];
    }

    private boolean sendBack(DeadLetter letter) {
        if (!(letter.content() instanceof Content.Readable readable)) {
            return false;
        }
        TaskMessage anew = readable.message()
            .header(TaskHeaders.DELIVERIES, null)
            .header(TaskHeaders.PARKED_SINCE, null)
            .due(null);
        for (String ours : List.of(ID, QUEUE, REASON, AT)) {
            anew = anew.header(ours, null);
        }
        return this.broker.publish(List.of(anew)).stream().allMatch(Answer::isDone);
    }

    /** Takes all letters of a queue, and gives back those that are not gone. */
    private void browse(String queue, Predicate<GetResponse> gone) {
        String letters = this.broker.options().lettersOf(queue);
        this.broker.queues().asked(0, (channel) -> {
            int most = channel.queueDeclarePassive(letters).getMessageCount();
            GetResponse letter = next(channel, letters, most);
            for (int seen = 1; letter != null; seen++) {
                if (gone.test(letter)) {
                    channel.basicAck(letter.getEnvelope().getDeliveryTag(), false);
                }
                letter = next(channel, letters, most - seen);
            }
            // makes sure that what was acknowledged is, before the channel gives back
            return channel.queueDeclarePassive(letters).getMessageCount();
        });
    }

    private static @Nullable GetResponse next(Channel channel, String letters, int left) throws IOException {
        return (left > 0) ? channel.basicGet(letters, false) : null;
    }

    private DeadLetter letter(String queue, GetResponse response) {
        Map<String, @Nullable Object> headers = (response.getProps().getHeaders() != null)
                ? AmqpValues.read(response.getProps().getHeaders()) : Map.of();
        String from = text(headers, QUEUE, queue);
        String reason = text(headers, REASON, "");
        Content content = this.broker.messages().read(response.getProps(), response.getBody(), from);
        long at = (headers.get(AT) instanceof Number number) ? number.longValue() : 0;
        return new DeadLetter(text(headers, ID, ""), from, reason, Instant.ofEpochMilli(at),
                (content instanceof Content.Malformed)
                        ? new Content.Malformed(reason, Arrays.copyOf(response.getBody(), response.getBody().length))
                        : content);
    }

    private static String text(Map<String, @Nullable Object> headers, String name, String otherwise) {
        return (headers.get(name) instanceof String text) ? text : otherwise;
    }

}
