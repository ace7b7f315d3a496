package io.taskqueue;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a task called again and again: {@code @PeriodicTask(cron = "0 0 3 * * *")} or
 * {@code @PeriodicTask(every = "10s")} beside its {@link SharedTask}. Every node that
 * shares the store of schedules sees to it, and each planned moment leads to one call.
 * <p>
 * Everything said here can be overridden by {@code taskqueue.beat.schedule.<name>.*} and,
 * while the application runs, in the store. Texts may hold placeholders.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(PeriodicTask.Several.class)
@Documented
public @interface PeriodicTask {

    /** The schedule's name; the task's unless given. Several of one task need names. */
    String name() default "";

    /**
     * When, as a cron expression: six fields in Spring's dialect, seconds first, or five
     * in Celery's, minutes first. A single {@code -} means never.
     */
    String cron() default "";

    /** The zone of the cron expression; {@code taskqueue.timezone} unless given. */
    String zone() default "";

    /** How often, as a duration of at least a second: {@code 10s}, {@code 5m}. */
    String every() default "";

    /** Positional arguments, as a JSON array. */
    String args() default "";

    /** Keyword arguments, as a JSON object. */
    String kwargs() default "";

    /** The queue its calls are sent to; the task's own unless given. */
    String queue() default "";

    /** The priority of its calls, 0 to 9, high first; the task's own unless given. */
    int priority() default SharedTask.UNSET;

    /** How long after it was sent a call may still start. */
    String expires() default "";

    /** What happens to moments that passed while nobody could send. */
    Misfire misfire() default Misfire.ONCE;

    /** What happens while the run before has not ended. */
    Overlap overlap() default Overlap.ALLOW;

    /** What happens to moments that passed while nobody could send. */
    enum Misfire {

        /** They are given up, and the next one is the next. */
        SKIP,
        /** One call stands for all of them. */
        ONCE,
        /** Each of them leads to its call. */
        ALL

    }

    /** What happens while the run before has not ended. */
    enum Overlap {

        /** The next one is sent all the same. */
        ALLOW,
        /** The moment is given up. */
        SKIP,
        /** One call waits for the end of the run before. */
        QUEUE

    }

    /** Several schedules of one task. */
    @Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface Several {

        /** The schedules. */
        PeriodicTask[] value();

    }

}
