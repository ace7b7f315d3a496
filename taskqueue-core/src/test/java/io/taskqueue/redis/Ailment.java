package io.taskqueue.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;

import org.awaitility.Awaitility;

import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RespSocket;

/**
 * What a Redis may suffer from while it is there and answers; its worker is the user
 * {@code worker}.
 */
enum Ailment {

    /** Its memory is full. */
    OOM((redis) -> redis.cli("CONFIG", "SET", "maxmemory", "1"),
            (redis) -> redis.cli("CONFIG", "SET", "maxmemory", "0")),

    /** It is a replica now. */
    READONLY((redis) -> redis.cli("REPLICAOF", "127.0.0.1", "1"), (redis) -> redis.cli("REPLICAOF", "NO", "ONE")),

    /** Somebody's script does not come to an end. */
    BUSY(Ailment::occupy, (redis) -> ask(redis, "SCRIPT", "KILL")),

    /** It was started again and reads its file. */
    LOADING(Ailment::restart, Ailment::introduceWorker),

    /** Somebody has changed the password. */
    WRONGPASS((redis) -> {
        redis.cli("ACL", "SETUSER", "worker", "resetpass", ">other");
        redis.cli("CLIENT", "KILL", "USER", "worker");
    }, (redis) -> redis.cli("ACL", "SETUSER", "worker", "resetpass", ">" + Ailment.PASSWORD)),

    /** Somebody has switched the user off. */
    NOAUTH((redis) -> {
        redis.cli("ACL", "SETUSER", "worker", "off");
        redis.cli("CLIENT", "KILL", "USER", "worker");
    }, (redis) -> redis.cli("ACL", "SETUSER", "worker", "on")),

    /** Somebody has taken rights away that scripts need. */
    NOPERM((redis) -> redis.cli("ACL", "SETUSER", "worker", "-rpop", "-lpush", "-set"),
            (redis) -> redis.cli("ACL", "SETUSER", "worker", "+@all"));

    static final String PASSWORD = "secret";

    private final Consumer<RedisProcess> begin;

    private final Consumer<RedisProcess> end;

    Ailment(Consumer<RedisProcess> begin, Consumer<RedisProcess> end) {
        this.begin = begin;
        this.end = end;
    }

    void begin(RedisProcess redis) {
        this.begin.accept(redis);
    }

    void end(RedisProcess redis) {
        this.end.accept(redis);
    }

    /** Waits until it has read its file, where no users stand. */
    static void introduceWorker(RedisProcess redis) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(() -> redis.cli("ACL", "SETUSER", "worker", "on", ">" + PASSWORD, "~*", "&*", "+@all").equals("OK"));
    }

    private static void occupy(RedisProcess redis) {
        redis.cli("CONFIG", "SET", "busy-reply-threshold", "10");
        inBackground("busy", () -> {
            try (RespSocket connection = RespSocket.open(redis.url())) {
                connection.ask("EVAL", "while true do end", "0");
            }
            catch (IOException | IllegalStateException killed) {
                // as it is meant to be
            }
        });
        Awaitility.await().until(() -> refused(redis, "BUSY"));
    }

    private static void restart(RedisProcess redis) {
        redis.cli("EVAL", "for i = 1, 20000 do redis.call('SET', 'filler', i) end", "0");
        redis.kill();
        inBackground("loading", redis::restart);
        Awaitility.await().until(() -> refused(redis, "LOADING"));
    }

    private static boolean refused(RedisProcess redis, String how) {
        try {
            ask(redis, "EXISTS", "filler");
            return false;
        }
        catch (IllegalStateException refusal) {
            return refusal.getMessage().startsWith(how);
        }
        catch (UncheckedIOException away) {
            return false;
        }
    }

    /** Asks a server that would refuse to be told which database is meant. */
    private static void ask(RedisProcess redis, String... words) {
        try (RespSocket connection = RespSocket.open("redis://127.0.0.1:" + redis.port())) {
            connection.ask(words);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

}
