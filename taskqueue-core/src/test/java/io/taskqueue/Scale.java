package io.taskqueue;

import java.time.Duration;

/**
 * How hard tests of promises push. {@code mvn verify} runs them small,
 * {@code mvn verify -Pendurance} with the figures as they are promised; the code is the
 * same.
 *
 * @param lease how long a lease lasts
 * @param sweep how often each node does its chores
 * @param tasks how many tasks a round has
 * @param rounds how many rounds there are
 * @param watch how long something is watched that should not happen
 */
public record Scale(Duration lease, Duration sweep, int tasks, int rounds, Duration watch) {

    private static final Scale VERIFY = new Scale(Duration.ofSeconds(2), Duration.ofMillis(500), 300, 2,
            Duration.ofSeconds(5));

    private static final Scale ENDURANCE = new Scale(Duration.ofSeconds(10), Duration.ofSeconds(3), 10_000, 5,
            Duration.ofSeconds(60));

    /** The scale of this run. */
    public static Scale current() {
        return "endurance".equals(System.getProperty("taskqueue.test.scale")) ? ENDURANCE : VERIFY;
    }

}
