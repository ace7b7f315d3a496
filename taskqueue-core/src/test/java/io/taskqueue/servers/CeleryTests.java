package io.taskqueue.servers;

import java.io.UncheckedIOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CeleryTests {

    private static RedisProcess redis;

    private static Celery worker;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        worker = Celery.worker(redis.url(), redis.url(), "celery");
    }

    @AfterAll
    static void stop() {
        worker.close();
        redis.close();
    }

    @Test
    void aPythonClientGetsWhatAPythonWorkerReturned() {
        assertThat(run("print(json.dumps(echo.delay(1, 'ä', key=[None]).get(timeout=20)))"))
            .isEqualTo("{\"args\": [1, \"\\u00e4\"], \"kwargs\": {\"key\": [null]}}");
    }

    @Test
    void aRetryTellsItsAttempt() {
        assertThat(run("print(retry_once.delay().get(timeout=20))")).isEqualTo("2");
    }

    @Test
    void aSnippetThatFailsIsShown() {
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> run("fail.delay().get(timeout=20)"))
            .withMessageContaining("ValueError: boom");
    }

    @Test
    void aKilledWorkerLeavesWhatItHeld() {
        try (RedisProcess own = RedisServer.start();
                Celery killed = Celery.worker(own.url(), own.url(), "celery", "-c", "1")) {
            Celery.run(own.url(), own.url(), """
                    sent = [sleep.delay(30) for i in range(3)]
                    while sent[0].state != 'STARTED' or app.backend.client.hlen('unacked') != 2:
                        time.sleep(0.05)
                    """);
            killed.kill();
            assertThat(own.cli("HLEN", "unacked")).isEqualTo("2");
        }
    }

    private static String run(String snippet) {
        return Celery.run(redis.url(), redis.url(), snippet);
    }

}
