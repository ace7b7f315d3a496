package io.taskqueue.rabbit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.taskqueue.broker.Content;
import io.taskqueue.result.Answer;

/** The ways of a message back into its queue, where nobody here has begun it. */
final class Returns {

    /** A quorum queue may drop what it has counted too often. */
    private static final int MOST_REQUEUES = 5;

    private final RabbitBroker broker;

    Returns(RabbitBroker broker) {
        this.broker = broker;
    }

    /**
     * To the front of its queue, or, where somebody has died with it, as a copy that
     * carries its count: a process that knows nothing of this return would take it for
     * one death more.
     */
    void requeue(Collection<RabbitDelivery> deliveries) {
        List<RabbitDelivery> copied = new ArrayList<>();
        for (RabbitDelivery delivery : deliveries) {
            if (delivery.deliveries() > 1 || delivery.requeues() >= MOST_REQUEUES) {
                copied.add(delivery);
            }
            else {
                requeue(delivery);
            }
        }
        copy(copied);
    }

    private void requeue(RabbitDelivery delivery) {
        if (delivery.content() instanceof Content.Readable readable) {
            this.broker.releases().add(readable.message());
        }
        Lane.quietly(() -> delivery.lane().giveBack(List.of(delivery)));
    }

    /** As copies, to the end of their queue, which every process counts alike. */
    void copy(List<RabbitDelivery> deliveries) {
        List<Answer> answers = deliveries.isEmpty() ? List.of()
                : this.broker.publisher()
                    .send(deliveries.stream()
                        .map((delivery) -> this.broker.messages().again(delivery, delivery.deliveries() - 1))
                        .toList());
        for (int i = 0; i < answers.size(); i++) {
            RabbitDelivery delivery = deliveries.get(i);
            if (answers.get(i).isDone()) {
                Lane.quietly(() -> delivery.lane().acknowledge(List.of(delivery)));
            }
            else {
                requeue(delivery);
            }
        }
    }

}
