package io.taskqueue.rabbit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;

/**
 * A look at the queues on RabbitMQ, as far as its protocol allows one: it says how much
 * is ready, and neither what waits in the delays that all queues share nor what other
 * processes hold.
 */
final class RabbitQueues implements QueueInspection, QueueAdministration {

    private static final int NOT_FOUND = 404;

    private final RabbitBroker broker;

    RabbitQueues(RabbitBroker broker) {
        this.broker = broker;
    }

    @Override
    public Collection<String> queues() {
        return this.broker.declarations().queues();
    }

    @Override
    public List<QueueDepth> depths(Collection<String> queues) {
        List<QueueDepth> depths = new ArrayList<>();
        for (String queue : queues) {
            long here = this.broker.consumers().stream().mapToLong((consumer) -> consumer.ready(queue)).sum();
            depths.add(new QueueDepth(queue, count(queue) + here, null, null, null));
        }
        return depths;
    }

    @Override
    public long purge(String queue) {
        return asked(0L, (channel) -> {
            AMQP.Queue.PurgeOk purged = channel.queuePurge(queue);
            return (long) purged.getMessageCount();
        });
    }

    /** How many lie ready in a queue that need not exist. */
    long count(String queue) {
        return asked(0L, (channel) -> (long) channel.queueDeclarePassive(queue).getMessageCount());
    }

    <T> T asked(T otherwise, Question<T> question) {
        Channel channel = this.broker.connections().consuming();
        try {
            return question.ask(channel);
        }
        catch (IOException failure) {
            if (RabbitTrouble.code(failure) == NOT_FOUND) {
                return otherwise;
            }
            throw RabbitTrouble.unavailable(failure, false);
        }
        catch (RuntimeException failure) {
            throw (failure instanceof BrokerUnavailableException known) ? known
                    : RabbitTrouble.unavailable(failure, false);
        }
        finally {
            RabbitConnections.close(channel);
        }
    }

    /** Something that is asked on a channel of its own. */
    interface Question<T> {

        T ask(Channel channel) throws IOException;

    }

}
