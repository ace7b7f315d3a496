package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.taskqueue.broker.Broker;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.proof.ProofWorker;
import io.taskqueue.proof.Subject;
import io.taskqueue.proof.WorkerSettings;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.servers.TcpProxy;

/**
 * A Redis that writes every command to its file before it answers, with the results of
 * its tasks.
 */
final class RedisSubject implements Subject {

    private final RedisProcess server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");

    private final TcpProxy network = new TcpProxy("127.0.0.1", this.server.port());

    private final RedisConnections connections = connections(url());

    private final RedisConnections direct = connections(this.server.url());

    /** A worker's program. */
    public static void main(String[] arguments) {
        WorkerSettings settings = WorkerSettings.parse(arguments);
        RedisConnections connections = connections(WorkerSettings.address(arguments).get(0));
        ProofWorker.run(settings, broker(connections, settings.lease()), results(connections));
    }

    private static RedisConnections connections(String url) {
        return TestRedis.connections(url);
    }

    private static RedisBroker broker(RedisConnections connections, Duration lease) {
        return new RedisBroker(connections, new RedisBroker.Options("", lease, Set.of("celery"), 10_000),
                MessageCodec.standard(), TimeSource.system());
    }

    private static RedisResultBackend results(RedisConnections connections) {
        return new RedisResultBackend(connections,
                new RedisResultBackend.Options("", Duration.ofDays(1), Duration.ofDays(1), 100), TimeSource.system());
    }

    private String url() {
        return "redis://127.0.0.1:" + this.network.port() + "/0";
    }

    @Override
    public Class<?> program() {
        return RedisSubject.class;
    }

    @Override
    public List<String> address() {
        return List.of(url());
    }

    @Override
    public Broker broker(Duration lease) {
        return broker(this.connections, lease);
    }

    @Override
    public ResultBackend results() {
        return results(this.direct);
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
        this.connections.close();
        this.direct.close();
        this.network.close();
        this.server.close();
    }

}
