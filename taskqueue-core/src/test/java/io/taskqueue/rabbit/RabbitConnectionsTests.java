package io.taskqueue.rabbit;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import com.rabbitmq.client.Channel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class RabbitConnectionsTests {

    @Test
    void channelThatDoesNotAnswerIsLeftToItself() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Channel silent = (Channel) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Channel.class },
                (proxy, method, arguments) -> {
                    asked.countDown();
                    never.await();
                    return null;
                });
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> RabbitConnections.close(silent));
        assertThat(asked.getCount()).isZero();
        never.countDown();
    }

}
