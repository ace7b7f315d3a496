package io.taskqueue.redis;

/** A Cluster keeps every promise that one server keeps. */
class RedisClusterTests extends RedisContracts {

    RedisClusterTests() {
        super(RedisPlace.CLUSTER);
    }

}
