package io.taskqueue.test;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;

import io.taskqueue.TaskTemplate;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.memory.MemoryBroadcast;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.memory.MemoryWishes;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.test.shop.InvoiceTasks;
import io.taskqueue.test.shop.ShopApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** An application whose tasks travel through Redis is tested without one. */
@SpringBootTest(classes = ShopApplication.class,
        properties = { "taskqueue.broker.url=redis://nowhere:6379", "taskqueue.broker.ssl-bundle=nowhere",
                "taskqueue.redis.prefix={shop}:" })
@AutoConfigureTaskQueue
class RedisTakeOverTests {

    @Test
    void usesMemory(@Autowired TaskTemplate tasks, @Autowired TaskQueueTester tester) {
        tasks.delay(InvoiceTasks::thread);
        assertThat(tester.runWaiting()).singleElement().matches(TaskOutcome::succeeded);
    }

    @Test
    void leavesRedisAlone(@Autowired ConfigurableApplicationContext context, @Autowired ResultBackend results,
            @Autowired Broadcast broadcast, @Autowired Wishes wishes) {
        assertThat(results).isInstanceOf(MemoryResultBackend.class);
        assertThat(broadcast).isInstanceOf(MemoryBroadcast.class);
        assertThat(wishes).isInstanceOf(MemoryWishes.class);
        assertThat(context.getBeanFactory().containsSingleton("taskQueueRedis")).isFalse();
    }

}
