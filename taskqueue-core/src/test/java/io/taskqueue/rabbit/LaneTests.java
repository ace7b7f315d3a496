package io.taskqueue.rabbit;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.taskqueue.rabbit.RabbitDelivery.Arrival;

import static org.assertj.core.api.Assertions.assertThat;

class LaneTests {

    private final List<String> cancelled = new ArrayList<>();

    private @Nullable Lane lane;

    @Test
    void orderThatIsCancelledWhileItIsGivenDoesNotStand() throws Exception {
        Lane giving = new Lane(channel(true), new Nobody());
        this.lane = giving;
        giving.subscribe("queue", 4);
        assertThat(this.cancelled).containsExactly("order");
        assertThat(giving.free("queue")).isZero();
    }

    @Test
    void orderIsCancelledOnce() throws Exception {
        Lane giving = new Lane(channel(false), new Nobody());
        giving.subscribe("queue", 4);
        assertThat(giving.free("queue")).isEqualTo(4);
        giving.cancelAll();
        giving.cancelAll();
        assertThat(this.cancelled).containsExactly("order");
    }

    /** A channel on which an order may be cancelled before it has its name. */
    private Channel channel(boolean disturbed) {
        return (Channel) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Channel.class },
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "basicConsume" -> {
                        if (disturbed && this.lane != null) {
                            this.lane.cancelAll();
                        }
                        yield "order";
                    }
                    case "basicCancel" -> {
                        this.cancelled.add((String) arguments[0]);
                        yield null;
                    }
                    case "isOpen" -> true;
                    default -> null;
                });
    }

    private static final class Nobody implements Lane.Sink {

        @Override
        public void arrived(Lane lane, String queue, Arrival arrival) {
            throw new AssertionError("nothing comes here");
        }

        @Override
        public void deleted(String queue) {
            throw new AssertionError("nothing is deleted here");
        }

        @Override
        public void ended(Lane lane) {
            throw new AssertionError("nothing ends here");
        }

    }

}
