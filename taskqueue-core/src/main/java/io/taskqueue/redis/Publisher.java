package io.taskqueue.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

/**
 * Sends messages: one command for each list, all on their way before the first reply is
 * waited for.
 */
final class Publisher {

    private static final Script DELAY = Script.named("delay");

    private static final int BATCH = 500;

    private static final long KNOWN_FOR = TimeUnit.MINUTES.toNanos(1);

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final RedisMessages messages;

    private final Watches watches;

    private final Map<String, Long> known = new ConcurrentHashMap<>();

    Publisher(RedisConnections connections, RedisKeys keys, RedisMessages messages, Watches watches) {
        this.connections = connections;
        this.keys = keys;
        this.messages = messages;
        this.watches = watches;
    }

    List<Answer> publish(Collection<TaskMessage> messages) {
        Answer[] answers = new Answer[messages.size()];
        Map<String, Parcel> open = new LinkedHashMap<>();
        List<Parcel> parcels = new ArrayList<>();
        Set<String> hints = new TreeSet<>();
        Set<String> near = new TreeSet<>();
        int place = 0;
        for (TaskMessage message : messages) {
            try {
                add(this.messages.write(message), place, open, parcels, hints, near);
            }
            catch (IllegalArgumentException unusable) {
                answers[place] = Answer.failed(unusable);
            }
            place++;
        }
        long deadline = System.nanoTime() + this.connections.timeout().toNanos();
        parcels.forEach(this::send);
        parcels.forEach((parcel) -> hear(parcel, deadline, answers));
        hint(hints, near);
        return List.of(answers);
    }

    private void add(RedisMessages.Outgoing message, int place, Map<String, Parcel> open, List<Parcel> parcels,
            Set<String> hints, Set<String> near) {
        String list = message.delayed() ? null : message.queue() + "\n" + message.step();
        Parcel parcel = open.get(String.valueOf(list));
        if (parcel == null || parcel.messages.size() >= BATCH) {
            parcel = new Parcel(message.delayed() ? null : this.keys.list(message.queue(), message.step()));
            open.put(String.valueOf(list), parcel);
            parcels.add(parcel);
        }
        parcel.messages.add(message);
        parcel.places.add(place);
        if (message.delayed()) {
            near.add(message.queue());
        }
        else if (!this.watches.watched(message.queue(), message.step())) {
            hints.add(message.queue());
        }
        introduce(message.queue());
    }

    /** Lets inspection know of this queue, again now and then. */
    private void introduce(String queue) {
        long now = System.nanoTime();
        Long since = this.known.get(queue);
        if (since == null || now - since > KNOWN_FOR) {
            if (this.known.size() > 10_000) {
                this.known.clear();
            }
            this.known.put(queue, now);
            this.connections.start((redis) -> redis.sadd(this.keys.own("queues"), RedisKeys.bytes(queue)));
        }
    }

    private void send(Parcel parcel) {
        byte @Nullable [] list = parcel.list;
        if (list != null) {
            byte[][] values = parcel.messages.stream().map(RedisMessages.Outgoing::bytes).toArray(byte[][]::new);
            parcel.reply = this.connections.start((redis) -> redis.lpush(list, values));
            return;
        }
        List<byte[]> args = new ArrayList<>(1 + parcel.messages.size() * 4);
        args.add(RedisKeys.bytes(this.keys.prefix()));
        for (RedisMessages.Outgoing message : parcel.messages) {
            args.add(RedisKeys.bytes(message.queue()));
            args.add(RedisKeys.bytes(message.step()));
            args.add(RedisKeys.bytes(Long.toString(message.delayMillis())));
            args.add(message.bytes());
        }
        parcel.reply = this.connections.start(DELAY, List.of(this.keys.own("due")), args);
    }

    private void hear(Parcel parcel, long deadline, Answer[] answers) {
        Answer answer;
        try {
            this.connections.await(parcel.reply, deadline);
            answer = Answer.done();
        }
        catch (BrokerUnavailableException failure) {
            answer = failure.maybeSent() ? Answer.unknown(failure) : Answer.failed(failure);
        }
        for (int place : parcel.places) {
            answers[place] = answer;
        }
    }

    private void hint(Set<String> hints, Set<String> near) {
        if (!hints.isEmpty()) {
            this.watches.hint(hints);
            this.watches.tellOthers(hints);
        }
        if (!near.isEmpty()) {
            this.watches.hint(near);
        }
    }

    /** Messages that travel together: to one list, or to where they wait. */
    private static final class Parcel {

        private final byte @Nullable [] list;

        private final List<RedisMessages.Outgoing> messages = new ArrayList<>();

        private final List<Integer> places = new ArrayList<>();

        private CompletableFuture<?> reply = CompletableFuture.completedFuture(null);

        Parcel(byte @Nullable [] list) {
            this.list = list;
        }

    }

}
