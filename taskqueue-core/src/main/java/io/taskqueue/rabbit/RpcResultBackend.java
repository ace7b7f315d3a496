package io.taskqueue.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.TimeSource;
import io.taskqueue.rabbit.RabbitMessages.Parcel;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ReplyAddress;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultPush;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.TaskStory;
import io.taskqueue.result.document.ResultDocument;

/**
 * Celery's {@code rpc://}: a worker sends each result to a queue of whoever called, and
 * only that process can read it, as long as it lives. Its queue outlasts lost connections
 * and restarts of RabbitMQ, and is deleted when this is closed, or after a day without a
 * listener. What arrived is kept by another store, in memory. It knows of no task it has
 * not called itself, so that there are no chords, and a task that was delivered twice
 * runs twice.
 */
public final class RpcResultBackend implements ResultBackend, ReplyAddress {

    private static final Logger logger = LoggerFactory.getLogger(RpcResultBackend.class);

    private static final Duration UNHEARD = Duration.ofDays(1);

    private static final int PREFETCH = 500;

    private final RabbitConnections connections;

    private final ResultBackend arrived;

    private final TimeSource time;

    private final String address;

    private final Publisher publisher;

    private final RabbitEar ear;

    private volatile boolean declared;

    /**
     * @param connections the way to RabbitMQ; closed by whoever opened it
     * @param options the broker's
     * @param arrived where results for this process are kept
     * @param time when results came that do not tell their own moment
     */
    public RpcResultBackend(RabbitConnections connections, RabbitBroker.Options options, ResultBackend arrived,
            TimeSource time) {
        this.connections = connections;
        this.address = options.own("replies.") + UUID.randomUUID();
        this.arrived = arrived;
        this.time = time;
        this.publisher = new Publisher(connections, new Declarations(options));
        this.ear = new RabbitEar(connections, "taskqueue-rpc", this::open);
    }

    private void open(Channel channel) throws IOException {
        channel.queueDeclare(this.address, true, false, false, Map.of("x-expires", UNHEARD.toMillis()));
        channel.basicQos(PREFETCH);
        channel.basicConsume(this.address, false, new DefaultConsumer(channel) {

            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                    throws IOException {
                arrived(properties.getCorrelationId(), body);
                channel.basicAck(envelope.getDeliveryTag(), false);
            }

            @Override
            public void handleCancel(String tag) {
                // somebody deleted the queue; another channel declares it again
                RabbitConnections.close(channel);
            }

        });
        this.declared = true;
    }

    private void arrived(@Nullable String id, byte[] body) {
        ResultDocument document = (id != null && TaskId.valid(id)) ? ResultDocument.read(id, body, this.time.now())
                : null;
        if (document != null) {
            this.arrived.store(List.of(document.record().last()));
        }
        else {
            logger.debug("What came for a caller is no result");
        }
    }

    @Override
    public String replyTo() {
        if (!this.declared) {
            this.ear.listen();
        }
        if (!this.declared) {
            throw new ResultStoreException("The result of a task cannot reach this process: its queue could not be"
                    + " declared at " + this.connections.description(), null);
        }
        return this.address;
    }

    @Override
    public List<Answer> store(Collection<TaskResult> results) {
        Answer[] answers = new Answer[results.size()];
        Map<Integer, TaskResult> own = new LinkedHashMap<>();
        Map<Integer, Parcel> replies = new LinkedHashMap<>();
        int place = 0;
        for (TaskResult statement : results) {
            String replyTo = statement.details().replyTo();
            // where nobody waits there is nothing to do
            answers[place] = Answer.done();
            if (this.address.equals(replyTo)) {
                own.put(place, statement);
            }
            else if (replyTo != null && !statement.state().equals(TaskState.QUEUED)) {
                try {
                    replies.put(place, reply(replyTo, statement));
                }
                catch (IllegalArgumentException beyond) {
                    answers[place] = Answer.failed(beyond);
                }
            }
            place++;
        }
        fill(answers, own.keySet(), own.isEmpty() ? List.of() : this.arrived.store(own.values()));
        fill(answers, replies.keySet(),
                replies.isEmpty() ? List.of() : this.publisher.reply(List.copyOf(replies.values())));
        return List.of(answers);
    }

    private static void fill(Answer[] answers, Collection<Integer> places, List<Answer> some) {
        Iterator<Answer> next = some.iterator();
        places.forEach((place) -> answers[place] = next.next());
    }

    private static Parcel reply(String address, TaskResult statement) {
        byte[] document = ResultDocument.of(TaskStory.fold(null, statement).record(), null).bytes();
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().contentType("application/json")
            .contentEncoding("utf-8")
            .headers(Map.of())
            .deliveryMode(2)
            .correlationId(statement.id())
            .build();
        return new Parcel(address, "", address, properties, document);
    }

    @Override
    public Map<String, TaskResult> find(Collection<String> ids) {
        return this.arrived.find(ids);
    }

    @Override
    public void forget(Collection<String> ids) {
        this.arrived.forget(ids);
    }

    /** Of what arrived; others have no part in it. */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return (type == ResultPush.class || type == TaskSearch.class) ? this.arrived.capability(type)
                : ResultBackend.super.capability(type);
    }

    @Override
    public String description() {
        return "rpc (" + this.connections.description() + ")";
    }

    @Override
    public void close() {
        this.ear.close();
        if (this.declared) {
            deleteQueue();
        }
        this.publisher.close();
        this.arrived.close();
    }

    private void deleteQueue() {
        try {
            this.connections.within(System.nanoTime() + this.connections.timeout().toNanos(), () -> {
                Channel channel = this.connections.consuming();
                channel.queueDelete(this.address);
                RabbitConnections.close(channel);
                return true;
            });
        }
        catch (BrokerUnavailableException away) {
            logger.debug("The queue of results stays until it expires", away);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

}
