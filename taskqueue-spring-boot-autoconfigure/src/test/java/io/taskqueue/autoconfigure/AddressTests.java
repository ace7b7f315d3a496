package io.taskqueue.autoconfigure;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is read of an address, and what of it is shown. */
class AddressTests {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            redis://localhost,                      false, localhost, 6379, 0, -, -
            REDISS://tasks.example:6380/3,          true, tasks.example, 6380, 3, -, -
            redis://my_redis-1/,                    false, my_redis-1, 6379, 0, -, -
            redis://[::1]:7000/2,                   false, ::1, 7000, 2, -, -
            redis://:secret@redis,                  false, redis, 6379, 0, -, secret
            redis://secret@redis,                   false, redis, 6379, 0, -, secret
            redis://shop:secret@redis:6379/0,       false, redis, 6379, 0, shop, secret
            redis://sh%3Aop:a%40b%2Fc%25d+e@redis,  false, redis, 6379, 0, sh:op, a@b/c%d+e
            """)
    void readsWhatBootReads(String text, boolean tls, String host, int port, int database, String user,
            String password) {
        assertThat(RedisAddress.of(address(text)))
            .isEqualTo(new RedisAddress(tls, host, port, database, user, password));
    }

    @ParameterizedTest
    @Tag("S36")
    @ValueSource(strings = { "redis://", "redis:///0", "redis://:zebra", "redis://u:zeb@ra@redis",
            "redis://u:zeb#ra@redis", "redis://u:zeb?ra@redis", "redis://u:zeb/ra@redis", "redis://zeb/ra@redis",
            "redis://u:zebra%@redis", "redis://u:zebra%zz@redis", "redis://u:zeb ra@redis",
            "redis://redis?password=zebra", "redis://redis/zebra", "redis://a:1,b:2", "redis://redis:0",
            "redis://redis:65536", "redis://redis:zebra", "redis://redis/-1", "redis://redis/1/zebra",
            "redis://u:zebra@[redis", " redis://u:zebra@redis", "redis:zebra@redis" })
    void refusesWhatItCannotReadWithoutShowingIt(String text) {
        assertThatThrownBy(() -> {
            Address address = address(text);
            if (!address.redis()) {
                throw address.unknown();
            }
            RedisAddress.of(address);
        }).isInstanceOfSatisfying(TaskQueueStartException.class, (failure) -> {
            assertThat(failure.problem()).contains("taskqueue.broker.url");
            assertThat(failure).hasMessageNotContainingAny("zeb", "ra@", "zz").hasNoCause();
        });
    }

    @ParameterizedTest
    @Tag("S36")
    @CsvSource({ "amqp://shop:zebra@rabbit:5672/vhost, amqp://rabbit", "jdbc:postgresql://db?password=zebra, jdbc://…",
            "zebra:x@redis, …", "redis://zebra/x@redis, redis://…", "redis://u:zeb?ra@redis, redis://…" })
    void showsSchemeAndHostAtMost(String text, String shown) {
        assertThat(address(text)).hasToString(shown);
    }

    @Test
    @Tag("S36")
    void readAddressShowsNoCredentials() {
        assertThat(RedisAddress.of(address("rediss://shop:zebra@redis/1"))).hasToString("rediss://redis:6379/1");
    }

    private static Address address(String text) {
        return new Address("taskqueue.broker.url", text);
    }

}
