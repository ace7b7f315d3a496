package io.taskqueue.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.servers.RedisCluster;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

/**
 * A kind of place where Redis may be: all contracts hold at each. Started when first
 * used, and shared by all tests of a run.
 */
enum RedisPlace {

    /** One server, and a user who may do everything. */
    ONE_SERVER(RedisServer::url, RedisServer::url, ""),

    /** Three servers that share the slots. */
    CLUSTER(Three::nodes, Three::nodes, ""),

    /** One server, and a user who may do what the documentation says and nothing else. */
    LEAST_PRIVILEGE(Guarded::userUrl, Guarded::adminUrl, "shop:");

    private final Supplier<String> address;

    private final Supplier<String> adminAddress;

    private final String prefix;

    private RedisConnections shared;

    private RedisConnections admin;

    RedisPlace(Supplier<String> address, Supplier<String> adminAddress, String prefix) {
        this.address = address;
        this.adminAddress = adminAddress;
        this.prefix = prefix;
    }

    /** A prefix nobody else has. */
    String prefix() {
        return this.prefix + "{t-" + UUID.randomUUID() + "}:";
    }

    /** New connections, as an application has them; to be closed. */
    RedisConnections connect() {
        return connections(this.address.get());
    }

    /** One set of connections, as an application has them; nobody closes it. */
    synchronized RedisConnections shared() {
        this.shared = (this.shared != null) ? this.shared : connect();
        return this.shared;
    }

    /** Connections for what only a test does; nobody closes them. */
    synchronized RedisConnections admin() {
        this.admin = (this.admin != null) ? this.admin : connections(this.adminAddress.get());
        return this.admin;
    }

    void clear(String prefix) {
        TestRedis.clear(admin(), prefix);
    }

    /** What the documented user was not allowed to do, if anything. */
    static String refusals() {
        return Guarded.SERVER.cli("ACL", "LOG");
    }

    private static RedisConnections connections(String address) {
        if (address.startsWith("redis:")) {
            return TestRedis.connections(address);
        }
        RedisClusterConfiguration nodes = new RedisClusterConfiguration(List.of(address.split(",")));
        return RedisConnections.like(new LettuceConnectionFactory(nodes), Duration.ofSeconds(5));
    }

    /** The one cluster of this run. */
    private static final class Three {

        private static final RedisCluster CLUSTER = RedisCluster.start();

        private static String nodes() {
            return String.join(",", CLUSTER.nodes());
        }

    }

    /** The one server of this run that knows the documented user. */
    private static final class Guarded {

        private static final RedisProcess SERVER = start();

        private static RedisProcess start() {
            try {
                Path users = Files.createTempFile("taskqueue-users-", ".acl");
                users.toFile().deleteOnExit();
                Files.writeString(users, LeastPrivilege.documented().line() + "\n");
                return RedisServer.start("--aclfile", users.toString());
            }
            catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static String adminUrl() {
            return SERVER.url();
        }

        private static String userUrl() {
            return LeastPrivilege.documented().url(SERVER.port());
        }

    }

}
