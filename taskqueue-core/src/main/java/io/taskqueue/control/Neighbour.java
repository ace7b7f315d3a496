package io.taskqueue.control;

import java.time.Instant;

/**
 * Another worker on the same broker, Python's or Java's, as it told of itself.
 *
 * @param name its name
 * @param software what it is, such as {@code py-celery 5.2.6}
 * @param active how many tasks it ran at once when it was last heard
 * @param processed how many tasks it had begun
 * @param heard when it was last heard
 */
public record Neighbour(String name, String software, int active, long processed, Instant heard) {
}
