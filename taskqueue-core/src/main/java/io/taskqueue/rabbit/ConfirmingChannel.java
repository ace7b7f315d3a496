package io.taskqueue.rabbit;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ObjIntConsumer;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.rabbit.RabbitMessages.Parcel;
import io.taskqueue.result.Answer;

/**
 * A channel on which every message is confirmed, and comes back if there is no queue for
 * it. One thread writes at a time; answers come on the connection's own.
 */
final class ConfirmingChannel {

    private final Channel channel;

    private final ConcurrentNavigableMap<Long, Sent> unconfirmed = new ConcurrentSkipListMap<>();

    ConfirmingChannel(Channel channel) throws IOException {
        this.channel = channel;
        channel.confirmSelect();
        channel.addConfirmListener((sequence, multiple) -> settle(sequence, multiple, told(Answer.done())),
                (sequence, multiple) -> settle(sequence, multiple, Batch::refused));
        channel.addReturnListener(this::returned);
        channel.addShutdownListener(
                (cause) -> settle(Long.MAX_VALUE, true, told(Answer.unknown(RabbitTrouble.unavailable(cause, true)))));
    }

    boolean usable() {
        return this.channel.isOpen();
    }

    /**
     * Sends it; the batch hears what becomes of it.
     * @throws BrokerUnavailableException if the channel is closed, so that nothing went
     * out
     */
    void publish(Parcel parcel, Batch batch, int place) {
        long sequence = this.channel.getNextPublishSeqNo();
        Sent sent = new Sent(parcel, batch, place);
        this.unconfirmed.put(sequence, sent);
        try {
            this.channel.basicPublish(parcel.exchange(), parcel.key(), true, parcel.properties(), parcel.body());
        }
        catch (AlreadyClosedException closed) {
            this.unconfirmed.remove(sequence);
            throw RabbitTrouble.unavailable(closed, false);
        }
        catch (IOException | RuntimeException failure) {
            // whether it went out, and with which number, is not known any more
            close();
            batch.answer(place, Answer.unknown(RabbitTrouble.unavailable(failure, true)));
        }
        if (!this.channel.isOpen()) {
            batch.answer(place,
                    Answer.unknown(RabbitTrouble.unavailable(
                            (this.channel.getCloseReason() != null) ? this.channel.getCloseReason() : new IOException(),
                            true)));
        }
    }

    private static ObjIntConsumer<Batch> told(Answer answer) {
        return (batch, place) -> batch.answer(place, answer);
    }

    private void settle(long sequence, boolean multiple, ObjIntConsumer<Batch> word) {
        if (!multiple) {
            Sent sent = this.unconfirmed.remove(sequence);
            if (sent != null) {
                word.accept(sent.batch, sent.place);
            }
            return;
        }
        Iterator<Map.Entry<Long, Sent>> confirmed = this.unconfirmed.headMap(sequence, true).entrySet().iterator();
        while (confirmed.hasNext()) {
            Sent sent = confirmed.next().getValue();
            confirmed.remove();
            word.accept(sent.batch, sent.place);
        }
    }

    /** Comes before the confirmation of the same message. */
    private void returned(Return back) {
        for (Map.Entry<Long, Sent> entry : this.unconfirmed.entrySet()) {
            Sent sent = entry.getValue();
            if (sent.parcel.key().equals(back.getRoutingKey()) && sent.parcel.exchange().equals(back.getExchange())
                    && String.valueOf(sent.parcel.properties().getCorrelationId())
                        .equals(back.getProperties().getCorrelationId())
                    && this.unconfirmed.remove(entry.getKey(), sent)) {
                sent.batch.returned(sent.place);
                return;
            }
        }
    }

    void close() {
        RabbitConnections.close(this.channel);
    }

    /**
     * A message on its way.
     *
     * @param parcel the message
     * @param batch who waits for it
     * @param place its place there
     */
    private record Sent(Parcel parcel, Batch batch, int place) {
    }

}
