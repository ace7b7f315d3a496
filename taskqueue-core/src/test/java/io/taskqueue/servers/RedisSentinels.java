package io.taskqueue.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;

/**
 * A Redis master and its replica, watched by a sentinel that makes the replica the master
 * when the master is gone. All belong to one test.
 */
public final class RedisSentinels implements AutoCloseable {

    /** The name under which the sentinel knows the master. */
    public static final String MASTER = "shop";

    private final RedisProcess master = RedisServer.start();

    private final RedisProcess replica = RedisServer.start("--replicaof", "127.0.0.1 " + this.master.port());

    private final Process sentinel;

    private final int port;

    private RedisSentinels() throws IOException {
        Path folder = Program.folder("sentinel");
        this.port = Program.lastingPort();
        Path configuration = Files.writeString(folder.resolve("sentinel.conf"), """
                port %d
                bind 127.0.0.1
                sentinel monitor %s 127.0.0.1 %d 1
                sentinel down-after-milliseconds %s 1000
                sentinel failover-timeout %s 3000
                """.formatted(this.port, MASTER, this.master.port(), MASTER, MASTER));
        this.sentinel = Program.start(folder,
                List.of(RedisServer.programPath().toString(), configuration.toString(), "--sentinel"));
        Awaitility.await("a sentinel that knows the replica")
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(() -> ask("SENTINEL", "MASTER", MASTER).contains("num-slaves\n1"));
    }

    public static RedisSentinels start() {
        try {
            return new RedisSentinels();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The sentinel, as {@code host:port}. */
    public String node() {
        return "127.0.0.1:" + this.port;
    }

    /** Waits until the replica has all that the master has. */
    public void awaitReplicated() {
        Awaitility.await().until(() -> this.master.cli("WAIT", "1", "1000").equals("1"));
    }

    /** Kills the master, and waits until the replica is one. */
    public void failOver() {
        this.master.kill();
        Awaitility.await("the replica as master")
            .atMost(Duration.ofSeconds(60))
            .until(() -> this.replica.cli("ROLE").startsWith("master"));
    }

    private String ask(String... words) throws IOException {
        try (RespSocket connection = RespSocket.open("redis://" + node())) {
            return connection.ask(words);
        }
    }

    @Override
    public void close() {
        Program.kill(this.sentinel);
        this.replica.close();
        this.master.close();
    }

}
