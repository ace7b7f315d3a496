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
 * @param faults what whole processes go through
 */
public record Scale(Duration lease, Duration sweep, int tasks, int rounds, Duration watch, Faults faults) {

    private static final Scale VERIFY = new Scale(Duration.ofSeconds(2), Duration.ofMillis(500), 300, 2,
            Duration.ofSeconds(5), new Faults(2, 300, 4, Duration.ofSeconds(2), Duration.ofSeconds(15)));

    private static final Scale ENDURANCE = new Scale(Duration.ofSeconds(10), Duration.ofSeconds(3), 10_000, 5,
            Duration.ofSeconds(60), new Faults(20, 2_000, 20, Duration.ofSeconds(25), Duration.ofSeconds(2)));

    /** The scale of this run. */
    public static Scale current() {
        return "endurance".equals(System.getProperty("taskqueue.test.scale")) ? ENDURANCE : VERIFY;
    }

    /**
     * What whole processes go through.
     *
     * @param kills how many are killed, one a round
     * @param tasks how many tasks there are in each of these rounds
     * @param leases how many leases the longest body lasts
     * @param shutdown how long bodies may take when their worker is asked to end
     * @param grace how much later than promised something may happen: a machine that
     * builds is busy
     */
    public record Faults(int kills, int tasks, int leases, Duration shutdown, Duration grace) {
    }

}
