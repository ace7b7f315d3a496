package io.taskqueue.beat;

import java.time.Duration;

/**
 * How a node looks after schedules.
 *
 * @param application whose declared schedules these are
 * @param lease how long a node may take from claiming a firing to saying that it is sent
 * @param poll how soon it notices what others change
 * @param sweep how often it looks for firings whose node died
 * @param tolerance how late a moment may be that is sent although its schedule gives up
 * late ones
 * @param keep how long firings that are dealt with are kept
 */
public record BeatOptions(String application, Duration lease, Duration poll, Duration sweep, Duration tolerance,
        Duration keep) {

    /** The defaults, for this application. */
    public static BeatOptions of(String application) {
        return new BeatOptions(application, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(10),
                Duration.ofMinutes(1), Duration.ofDays(7));
    }

    public BeatOptions {
        if (poll.toMillis() < 1 || sweep.toMillis() < 1 || lease.toMillis() < 1) {
            throw new IllegalArgumentException("Lease, poll and sweep last a while each");
        }
    }

    /** The same with this lease, and sweeps this often. */
    public BeatOptions lease(Duration lease, Duration sweep) {
        return new BeatOptions(this.application, lease, this.poll, sweep, this.tolerance, this.keep);
    }

}
