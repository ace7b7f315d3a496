/**
 * A database as the broker: messages are rows, a claim marks them with their owner, an
 * end deletes them. Knows JDBC, Spring's way with connections, and the SPIs of brokers
 * and wishes. Must never know who runs a task, or any other technology.
 *
 * <pre>
 *   insert ──► owner is null, due ──► owner, loan ──delete──► gone
 *                    ▲                     │
 *                    └── release, lease ended ──► or a row of the dead letters
 * </pre>
 *
 * Which consumers live is told by one row each, whose lease is all that is renewed. A
 * message whose owner has no such row goes back, whoever notices. Only the database's
 * clock counts.
 */
@NullMarked
package io.taskqueue.jdbc;

import org.jspecify.annotations.NullMarked;
