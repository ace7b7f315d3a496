package io.taskqueue.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * Puts a test in charge of the application's tasks, beside {@code @SpringBootTest} or a
 * slice. No worker runs and no schedule comes round: tasks wait in memory, whatever
 * broker and result store the application configures, until the {@link TaskQueueTester}
 * runs them, and time stands still until it moves the clock. Every test method begins
 * with nothing waiting, nothing stored, and the clock at the present.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@TestPropertySource(properties = { "taskqueue.worker.enabled=false", "taskqueue.beat.enabled=false" })
public @interface AutoConfigureTaskQueue {

}
