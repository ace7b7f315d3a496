package io.taskqueue.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RedisServerTests {

    @Test
    void theSharedServerAnswers() throws IOException {
        try (RespSocket redis = RespSocket.open(RedisServer.url())) {
            assertThat(redis.ask("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void whatWasFlushedSurvivesBeingKilled() {
        try (RedisProcess redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always")) {
            int port = redis.port();
            redis.cli("SET", "saved", "äöü");
            redis.kill();
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> redis.cli("PING"));
            redis.restart();
            assertThat(redis.port()).isEqualTo(port);
            assertThat(redis.cli("GET", "saved")).isEqualTo("äöü");
        }
    }

    @Test
    void withoutOptionsNothingSurvivesAStop() {
        try (RedisProcess redis = RedisServer.start()) {
            redis.cli("RPUSH", "list", "one", "two");
            assertThat(redis.cli("LRANGE", "list", "0", "-1")).isEqualTo("one\ntwo");
            redis.stop();
            redis.restart();
            assertThat(redis.cli("EXISTS", "list")).isEqualTo("0");
        }
    }

    @Test
    void aPausedServerAnswersWhenItIsResumed() throws Exception {
        try (RedisProcess redis = RedisServer.start()) {
            redis.pause();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> redis.cli("PING"));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS));
            redis.resume();
            assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo("PONG");
        }
    }

    @Test
    void aPausedServerCanBeKilled() {
        try (RedisProcess redis = RedisServer.start()) {
            redis.pause();
            redis.kill();
            redis.restart();
            assertThat(redis.cli("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void anErrorIsThrownWithItsText() {
        try (RedisProcess redis = RedisServer.start()) {
            assertThatIllegalStateException().isThrownBy(() -> redis.cli("NONSENSE"))
                .withMessageContaining("unknown command");
        }
    }

    @Test
    void anOptionThatRedisRefusesIsSaid() {
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> RedisServer.start("--nonsense", "1"))
            .withMessageContaining("nonsense");
    }

    @Test
    void aClusterAnswersForEverySlot() throws IOException {
        try (RedisCluster cluster = RedisCluster.start()) {
            assertThat(cluster.nodes()).hasSize(3);
            for (String node : cluster.nodes()) {
                try (RespSocket redis = RespSocket.open("redis://" + node)) {
                    assertThat(redis.ask("CLUSTER", "INFO")).contains("cluster_state:ok", "cluster_size:3");
                }
            }
        }
    }

}
