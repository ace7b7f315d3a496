/**
 * Results in the application's own database: the tables, their entities, and the store
 * that writes them in batches. Knows JDBC, JPA's annotations and the SPIs of results.
 * Must never know who runs a task, or any other technology.
 * <p>
 * The entities map the tables for validation and for queries of the application's own.
 * Writes go past them: all that a flush has to say about many tasks is one statement,
 *
 * <pre>
 *   statements ──► Story, one for each task and run ──► upsert: the row itself decides what it takes
 *        ▲                                                  │
 *        └──────────── answers ◄──── how each row now stands ┘
 * </pre>
 *
 * because rows come out of order and from several nodes, and a decision taken anywhere
 * but in the row would be a race.
 */
@NullMarked
package io.taskqueue.jpa;

import org.jspecify.annotations.NullMarked;
