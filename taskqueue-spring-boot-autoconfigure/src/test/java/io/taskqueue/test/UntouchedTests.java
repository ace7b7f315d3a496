package io.taskqueue.test;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import io.taskqueue.TaskTemplate;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.TimeSource;
import io.taskqueue.test.shop.InvoiceTasks;
import io.taskqueue.test.shop.ShopApplication;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;

/** Without the annotation nothing of the test kit is there. */
@SpringBootTest(classes = ShopApplication.class)
class UntouchedTests {

    @Test
    void hasNoTesterAndARealWorker(@Autowired ApplicationContext context) {
        assertThat(context.getBeanProvider(TaskQueueTester.class)).isEmpty();
        assertThat(context.getBeanNamesForType(TestTime.class)).isEmpty();
        assertThat(context.getBean(TimeSource.class)).isSameAs(TimeSource.system());
        assertThat(context.getBeansOfType(MemoryBroker.class)).hasSize(1);
        assertThat(context.getBeansOfType(JpaResultBackend.class)).hasSize(1);
        assertThat(context.getBean(TaskWorker.class).isRunning()).isTrue();
    }

    @Test
    void runsTasksByItself(@Autowired TaskTemplate tasks) {
        assertThat(tasks.delay(InvoiceTasks::thread).get(Duration.ofSeconds(20)))
            .isNotEqualTo(Thread.currentThread().getName());
    }

}
