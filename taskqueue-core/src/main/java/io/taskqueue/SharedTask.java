package io.taskqueue;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a bean method as a task: something that {@link TaskTemplate} can ask for here and
 * a worker runs elsewhere, later. The method is not private, and its parameters and
 * result can be written as JSON. A last parameter of type {@link TaskContext} is not an
 * argument of the call. Calling the method itself runs it here and now.
 * <p>
 * Everything said here can be overridden in configuration, by name or pattern:
 * {@code taskqueue.tasks[shop.*].queue}. Durations are written {@code 10s}, {@code 5m},
 * {@code 1h30m} or in ISO-8601. Names and queues may hold placeholders.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SharedTaskReflectiveProcessor.class)
public @interface SharedTask {

    /** Says nothing about {@link #maxRetries()} or {@link #priority()}. */
    int UNSET = Integer.MIN_VALUE;

    /** The task's name; {@code beanName.methodName} unless given. */
    @AliasFor("name")
    String value() default "";

    /** The task's name; {@code beanName.methodName} unless given. */
    @AliasFor("value")
    String name() default "";

    /** Old names that messages on their way may still carry. */
    String[] aliases() default {};

    /** The queue it is sent to; {@code taskqueue.default-queue} unless given. */
    String queue() default "";

    /** Its priority, 0 to 9, high first. */
    int priority() default UNSET;

    /** How often it is tried again at most: 3 means at most four runs, -1 without end. */
    int maxRetries() default UNSET;

    /** After which exceptions it is tried again by itself. */
    Class<? extends Throwable>[] retryFor() default {};

    /** After which of these exceptions it is not. */
    Class<? extends Throwable>[] dontRetryFor() default {};

    /** How long a retry waits. */
    String retryDelay() default "";

    /**
     * The first wait of retries that wait twice as long each time, instead of
     * {@link #retryDelay()}.
     */
    String retryBackoff() default "";

    /** The longest wait of growing retries. */
    String retryBackoffMax() default "";

    /** Whether growing waits are drawn at random between nothing and their length. */
    boolean retryJitter() default true;

    /** How long after the first call a retry may still be made. */
    String retryUntil() default "";

    /** How long one attempt may take; then it is failed and its thread abandoned. */
    String timeLimit() default "";

    /** How long one attempt may take before its thread is interrupted. */
    String softTimeLimit() default "";

    /**
     * When the broker forgets the message: after the outcome is stored, or before the
     * body begins.
     */
    Acknowledgement acks() default Acknowledgement.LATE;

    /**
     * Whether it works in a transaction on the broker's own database, in which its
     * outcome and its acknowledgement commit together with what it wrote there: what it
     * does to that database it does exactly once. Needs the JDBC broker, and results in
     * the same database. Its time limit is a minute unless it says otherwise.
     */
    boolean transactional() default false;

    /**
     * Whether a call does not run again that has ended: its stored end is looked for
     * before each start, and where it is found what follows from it is sent and nothing
     * runs. So a worker that dies between storing the end and acknowledging does not make
     * it run twice, nor does whoever calls it again with the same id, for as long as the
     * result is kept. A body that did not come to its end does run again.
     */
    boolean deduplicate() default false;

    /** Whether nobody wants its result. */
    boolean ignoreResult() default false;

    /** Whether a store without history is told when an attempt begins. */
    boolean trackStarted() default false;

    /** How long after the call it may still start. */
    String expires() default "";

    /** When the broker forgets a message. */
    enum Acknowledgement {

        /** After the outcome is stored: a worker that dies makes it run again. */
        LATE,
        /**
         * Before the body begins: a worker that dies loses it, and it never runs twice.
         */
        EARLY

    }

}
