package io.taskqueue.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.ScheduleStoreContract;
import io.taskqueue.servers.RedisCluster;

/** The same in a Cluster, where all keys of one application share a slot. */
class RedisClusterScheduleStoreTests extends ScheduleStoreContract {

    private static RedisCluster cluster;

    private static RedisConnections connections;

    private final String prefix = TestRedis.prefix();

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start();
        connections = RedisConnections
            .like(new LettuceConnectionFactory(new RedisClusterConfiguration(cluster.nodes())), Duration.ofSeconds(5));
    }

    @AfterAll
    static void stopCluster() {
        connections.close();
        cluster.close();
    }

    @Override
    protected ScheduleStore open() {
        return other();
    }

    @Override
    protected ScheduleStore other() {
        return new RedisScheduleStore(connections, this.prefix);
    }

}
