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
import io.taskqueue.redis.RedisConnections;
import io.taskqueue.redis.RedisResultBackend;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.servers.TcpProxy;

/** A RabbitMQ with classic durable queues, and the results of its tasks in a Redis. */
final class RabbitSubject implements Subject {

    private final RabbitProcess server = RabbitServer.start();

    private final RedisProcess store = RedisServer.start();

    private final TcpProxy network = new TcpProxy("127.0.0.1", this.server.port());

    private final CachingConnectionFactory factory = factory(this.network.port());

    private final RedisConnections results = connections(this.store.port());

    /** A worker's program. */
    public static void main(String[] arguments) {
        List<String> address = WorkerSettings.address(arguments);
        ProofWorker.run(WorkerSettings.parse(arguments), broker(factory(Integer.parseInt(address.get(0)))),
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

    private static RabbitBroker broker(CachingConnectionFactory factory) {
        return new RabbitBroker(new RabbitConnections(factory, Duration.ofSeconds(5)), RabbitBroker.Options.DEFAULT,
                MessageCodec.standard(), TimeSource.system());
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
        return List.of(String.valueOf(this.network.port()), String.valueOf(this.store.port()));
    }

    @Override
    public Broker broker(Duration lease) {
        return broker(this.factory);
    }

    @Override
    public ResultBackend results() {
        return results(this.results);
    }

    @Override
    public TcpProxy network() {
        return this.network;
    }

    @Override
    public void crash() {
        this.server.kill();
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
