package io.taskqueue.rabbit;

import java.time.Duration;
import java.util.List;

import com.rabbitmq.client.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.broker.Broker;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.proof.ProofWorker;
import io.taskqueue.proof.Subject;
import io.taskqueue.proof.WorkerSettings;
import io.taskqueue.rabbit.RabbitBroker.QueueType;
import io.taskqueue.redis.RedisConnections;
import io.taskqueue.redis.RedisResultBackend;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.servers.TcpProxy;

/**
 * A RabbitMQ with durable queues of one kind, and the results of its tasks in a Redis.
 */
final class RabbitSubject implements Subject {

    private final QueueType queues;

    private final RabbitProcess server = RabbitServer.start();

    private final RedisProcess store = RedisServer.start();

    private final TcpProxy network = new TcpProxy("127.0.0.1", this.server.port());

    private final CachingConnectionFactory factory = factory(this.network.port());

    private final RedisConnections results = connections(this.store.port());

    RabbitSubject(QueueType queues) {
        this.queues = queues;
    }

    /** A worker's program. */
    public static void main(String[] arguments) {
        List<String> address = WorkerSettings.address(arguments);
        ProofWorker.run(WorkerSettings.parse(arguments),
                broker(factory(Integer.parseInt(address.get(0))), QueueType.valueOf(address.get(2))),
                results(connections(Integer.parseInt(address.get(1)))));
    }

    private static CachingConnectionFactory factory(int port) {
        ConnectionFactory client = new ConnectionFactory();
        client.setHost("127.0.0.1");
        client.setPort(port);
        client.setRequestedHeartbeat(2);
        client.setAutomaticRecoveryEnabled(false);
        client.setConnectionTimeout(5_000);
        client.setHandshakeTimeout(5_000);
        return new CachingConnectionFactory(client);
    }

    private static RabbitBroker broker(CachingConnectionFactory factory, QueueType queues) {
        RabbitBroker.Options options = new RabbitBroker.Options(queues, null, QueueType.QUORUM, Duration.ofMinutes(30),
                10_000, "");
        return new RabbitBroker(new RabbitConnections(factory, Duration.ofSeconds(5)), options, MessageCodec.standard(),
                TimeSource.system());
    }

    private static RedisConnections connections(int port) {
        return RedisConnections.like(new LettuceConnectionFactory("127.0.0.1", port), Duration.ofSeconds(5));
    }

    private static RedisResultBackend results(RedisConnections connections) {
        return new RedisResultBackend(connections,
                new RedisResultBackend.Options("", Duration.ofDays(1), Duration.ofDays(1), 100), TimeSource.system());
    }

    @Override
    public Class<?> program() {
        return RabbitSubject.class;
    }

    @Override
    public List<String> address() {
        return List.of(String.valueOf(this.network.port()), String.valueOf(this.store.port()), this.queues.name());
    }

    @Override
    public Broker broker(Duration lease) {
        return broker(this.factory, this.queues);
    }

    @Override
    public ResultBackend results() {
        return results(this.results);
    }

    @Override
    public TcpProxy network() {
        return this.network;
    }

    /**
     * A node with quorum queues is asked to end instead: RabbitMQ 3.10 may leave a queue
     * without a leader whose only node was killed, and then it serves nobody.
     */
    @Override
    public void crash() {
        if (this.queues == QueueType.QUORUM) {
            this.server.stop();
        }
        else {
            this.server.kill();
        }
        this.server.restart();
    }

    @Override
    public void close() {
        this.factory.destroy();
        this.results.close();
        this.network.close();
        this.store.close();
        this.server.close();
    }

}
