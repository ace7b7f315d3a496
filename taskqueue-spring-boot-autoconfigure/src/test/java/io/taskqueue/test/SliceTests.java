package io.taskqueue.test;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a slice has switched all auto-configuration off, the annotation brings what tasks
 * need.
 */
@SpringBootTest(classes = SliceTests.Slice.class)
@OverrideAutoConfiguration(enabled = false)
@AutoConfigureTaskQueue
class SliceTests {

    @Test
    void runsTheTasksOfASlice(@Autowired TaskTemplate tasks, @Autowired TaskQueueTester tester) {
        tasks.delay(Doubling::twice, 21);
        assertThat(tester.runWaiting()).singleElement()
            .satisfies((outcome) -> assertThat(outcome.result(Integer.class)).isEqualTo(42));
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Doubling.class)
    static class Slice {

    }

    /** One task. */
    static class Doubling {

        @SharedTask("twice")
        int twice(int number) {
            return 2 * number;
        }

    }

}
