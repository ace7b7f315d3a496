package io.taskqueue.servers;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/** Three Redis servers of a test's own that share the slots of one cluster. */
public final class RedisCluster implements AutoCloseable {

    private static final int SIZE = 3;

    private static final int SLOTS = 16_384;

    private final List<RedisProcess> servers;

    private RedisCluster(List<RedisProcess> servers) {
        this.servers = servers;
    }

    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster(
                Stream.generate(() -> RedisServer.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"))
                    .limit(SIZE)
                    .toList());
        cluster.join();
        return cluster;
    }

    /** The servers, each as {@code host:port}. */
    public List<String> nodes() {
        return this.servers.stream().map((server) -> "127.0.0.1:" + server.port()).toList();
    }

    private void join() {
        for (int i = 0; i < SIZE; i++) {
            RedisProcess server = this.servers.get(i);
            Stream<String> slots = IntStream.range(SLOTS * i / SIZE, SLOTS * (i + 1) / SIZE).mapToObj(String::valueOf);
            server.cli(Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slots).toArray(String[]::new));
            server.cli("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
        }
        RedisProcess first = this.servers.get(0);
        this.servers.subList(1, SIZE)
            .forEach((server) -> first.cli("CLUSTER", "MEET", "127.0.0.1", String.valueOf(server.port())));
        Awaitility.await("a cluster of three").atMost(Duration.ofSeconds(30)).until(this::complete);
    }

    private boolean complete() {
        return this.servers.stream()
            .map((server) -> server.cli("CLUSTER", "INFO"))
            .allMatch((info) -> info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + SLOTS)
                    && info.contains("cluster_known_nodes:" + SIZE));
    }

    @Override
    public void close() {
        this.servers.forEach(RedisProcess::close);
    }

}
