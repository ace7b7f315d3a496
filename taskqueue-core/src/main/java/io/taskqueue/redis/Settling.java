package io.taskqueue.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Settlement;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

/**
 * Completions on their way through the script that settles. A result that met another one
 * in the store goes round again with what it met.
 */
final class Settling {

    private static final int ROUNDS = 10;

    private static final int BATCH = 100;

    private static final Script SETTLE = Script.named("settle");

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final RedisMessages messages;

    private final int mostLetters;

    Settling(RedisConnections connections, RedisKeys keys, RedisMessages messages, int mostLetters) {
        this.connections = connections;
        this.keys = keys;
        this.messages = messages;
        this.mostLetters = mostLetters;
    }

    /**
     * Settles, and with a result store stores and publishes in the same step.
     * @return one answer for each, in their order
     */
    List<Answer> settle(List<Completion> completions, @Nullable RedisResultBackend results) {
        List<Item> items = completions.stream().map(Item::new).toList();
        List<Item> open = items;
        for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
            send(open, results);
            open = open.stream().filter((item) -> item.answer == null).toList();
        }
        open.forEach((item) -> item.answer = Answer.failed(new BrokerUnavailableException(
                "The task's result changed each time it was to be stored", false, null)));
        return items.stream().map((item) -> item.answer).toList();
    }

    /**
     * Lets deliveries of one owner wait until then, in place of running.
     * @param due when each may start, in milliseconds of the epoch
     * @throws BrokerUnavailableException if that is not sure
     */
    void park(Map<RedisDelivery, Long> due) {
        String owner = due.keySet().iterator().next().owner();
        List<byte[]> args = head(owner, null);
        due.forEach((delivery, moment) -> {
            args.addAll(List.of(RedisKeys.bytes(delivery.handle().text()), RedisKeys.bytes("p"), number(0), number(0)));
            args.add(number(moment));
        });
        this.connections.run(SETTLE, names(owner, null), args);
    }

    private void send(List<Item> items, @Nullable RedisResultBackend results) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < items.size();) {
            String owner = items.get(from).delivery().owner();
            int to = from;
            while (to < items.size() && to - from < BATCH && items.get(to).delivery().owner().equals(owner)) {
                to++;
            }
            batches.add(start(owner, items.subList(from, to), results));
            from = to;
        }
        long deadline = System.nanoTime() + this.connections.timeout().toNanos();
        batches.forEach((batch) -> hear(batch, deadline));
    }

    private Batch start(String owner, List<Item> items, @Nullable RedisResultBackend results) {
        List<Item> sent = new ArrayList<>();
        List<byte[]> args = head(owner, results);
        for (Item item : items) {
            if (item.write(args, results)) {
                sent.add(item);
            }
        }
        return new Batch(sent, sent.isEmpty() ? CompletableFuture.completedFuture(List.of())
                : this.connections.start(SETTLE, names(owner, results), args));
    }

    private List<byte[]> head(String owner, @Nullable RedisResultBackend results) {
        List<byte[]> args = new ArrayList<>();
        args.add(RedisKeys.bytes(owner));
        args.add(RedisKeys.bytes(this.keys.prefix()));
        args.add(number((results != null) ? results.recent() : 0));
        args.add(number(this.mostLetters));
        return args;
    }

    private List<byte[]> names(String owner, @Nullable RedisResultBackend results) {
        byte[] recent = (results != null) ? results.recentKey() : this.keys.own("recent");
        return List.of(this.keys.own("leases"), this.keys.held(owner), this.keys.own("due"),
                this.keys.own("redelivered"), recent, this.keys.own("letter-numbers"), this.keys.own("letters"),
                this.keys.own("letter-count"));
    }

    private void hear(Batch batch, long deadline) {
        try {
            List<?> answers = (List<?>) this.connections.await(batch.reply, deadline);
            for (int i = 0; i < batch.items.size(); i++) {
                batch.items.get(i).hear(answers.get(i));
            }
        }
        catch (BrokerUnavailableException failure) {
            Answer answer = failure.maybeSent() ? Answer.unknown(failure) : Answer.failed(failure);
            batch.items.forEach((item) -> item.answer = answer);
        }
    }

    private static byte[] number(long number) {
        return RedisKeys.bytes(Long.toString(number));
    }

    /**
     * What one call of the script settles.
     *
     * @param items in their order
     * @param reply the script's
     */
    private record Batch(List<Item> items, CompletableFuture<Object> reply) {
    }

    /** One completion, until it has its answer. */
    private final class Item {

        private final Completion completion;

        private @Nullable Answer answer;

        /** What the result met in the store. */
        private byte @Nullable [] met;

        /** What is said once it is settled, where its result was refused. */
        private Answer verdict = Answer.done();

        private boolean storing = true;

        Item(Completion completion) {
            this.completion = completion;
        }

        private RedisDelivery delivery() {
            return (RedisDelivery) this.completion.delivery();
        }

        /** Adds itself to the script's arguments, unless there is nothing to settle. */
        private boolean write(List<byte[]> args, @Nullable RedisResultBackend results) {
            if (delivery().settled()) {
                this.answer = Answer.fenced();
                return false;
            }
            List<byte[]> own = new ArrayList<>();
            try {
                writeResult(own, results);
                writeFollowUps(own, results != null);
            }
            catch (IllegalArgumentException unusable) {
                this.answer = Answer.failed(unusable);
                return false;
            }
            args.add(RedisKeys.bytes(delivery().handle().text()));
            Settlement settlement = this.completion.settlement();
            args.add(RedisKeys.bytes((settlement instanceof Settlement.Release) ? "r"
                    : (settlement instanceof Settlement.DeadLettered) ? "d" : "a"));
            args.addAll(own);
            if (settlement instanceof Settlement.DeadLettered dead) {
                boolean readable = delivery().content() instanceof Content.Readable;
                args.add(RedisKeys.bytes(dead.reason().replace('\n', ' ')));
                args.add(number(readable ? Integer.MAX_VALUE : Content.Malformed.KEPT));
            }
            return true;
        }

        private void writeResult(List<byte[]> args, @Nullable RedisResultBackend results) {
            ResultWrite write = (results != null && this.storing && this.completion.result() != null)
                    ? results.write(this.completion.result(), this.met) : null;
            if (write != null && !write.answer().isDone()) {
                // somebody newer owns it, or it had ended: what this run would send is
                // not wanted any more
                this.verdict = write.answer();
                this.storing = false;
                write = null;
            }
            if (write == null || write.document() == null) {
                args.add(number(0));
                return;
            }
            args.add(number(1));
            args.add(RedisKeys.bytes(write.expect()));
            args.add(write.key());
            args.add(write.document());
            args.add(number(write.ttlMillis()));
            args.add(RedisKeys.bytes(write.score()));
            args.add(RedisKeys.bytes(write.id()));
        }

        private void writeFollowUps(List<byte[]> args, boolean whole) {
            List<TaskMessage> followUps = (whole && this.storing) ? this.completion.followUps() : List.of();
            args.add(number(followUps.size()));
            for (TaskMessage message : followUps) {
                RedisMessages.Outgoing outgoing = Settling.this.messages.write(message);
                args.add(RedisKeys.bytes(outgoing.queue()));
                args.add(RedisKeys.bytes(outgoing.step()));
                args.add(outgoing.delayed() ? number(outgoing.delayMillis()) : new byte[0]);
                args.add(outgoing.bytes());
            }
        }

        /** Leaves the answer open where it has to go round again. */
        private void hear(Object said) {
            if (said instanceof List<?> more) {
                if (RedisKeys.text(more.get(0)).equals("c")) {
                    this.met = (byte[]) more.get(1);
                }
                else {
                    this.answer = Answer.failed(new BrokerUnavailableException(
                            "Redis refused: " + RedisKeys.text(more.get(1)), false, null));
                }
                return;
            }
            if (said.equals(0L)) {
                this.answer = Answer.fenced();
                return;
            }
            // gone, though the lease holds: an earlier try got through and its answer was
            // lost on the way
            delivery().settle();
            this.answer = this.verdict;
        }

    }

}
