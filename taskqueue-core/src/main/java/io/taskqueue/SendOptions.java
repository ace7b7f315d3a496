package io.taskqueue;

import java.time.Duration;

/**
 * How calls are sent.
 *
 * @param defaultQueue where tasks go that name no queue
 * @param publishTimeout how long a broker may take to accept a call
 * @param revocationsKept how long a revocation is kept, at least
 * @param origin who sends, for people: a process and its host
 */
public record SendOptions(String defaultQueue, Duration publishTimeout, Duration revocationsKept, String origin) {

    /** The defaults. */
    public static final SendOptions DEFAULT = new SendOptions(TaskOptions.DEFAULT_QUEUE, Duration.ofSeconds(5),
            Duration.ofDays(1), "java");

}
