/**
 * A broker, results, broadcast and wishes in this process' memory: the specification one
 * can run, for applications of one process and for tests. Knows the rooms that own the
 * SPIs and the JDK. Must never know a client, a file, or another process.
 * <p>
 * All that a broker holds lies in one depot under one lock. A message is in exactly one
 * of three places:
 *
 * <pre>
 *   publish ──► line of its queue and priority ──► loan of a consumer ──► gone
 *      │          ▲                 ▲                      │
 *      └► delayed ┘                 └── released, reclaimed ┘
 * </pre>
 *
 * A waiting receiver sleeps on a condition of its own, so that each new message wakes
 * one. One of those who wait, the keeper of the clock, wakes when the next delayed
 * message is due.
 */
@NullMarked
package io.taskqueue.memory;

import org.jspecify.annotations.NullMarked;
