/**
 * When tasks are asked for: schedules, the loop on every node that asks, and what it
 * needs of a store. Knows the front door and everything before it. Must never know how a
 * task is run, or over which technology a schedule is kept.
 * <p>
 * There is no leader. Every node looks for what is due and wants to change the schedule's
 * row to its next run; the store lets one of them.
 *
 * <pre>
 *   due ──► change: next run, and a firing (schedule, instant) under a lease ──► sent ──► marked
 *                                        │ its node died                          ▲
 *                                        └──── any node, once the lease ended ────┘
 * </pre>
 *
 * The id of a firing's task follows from a secret of the schedule and the instant, so
 * that whoever sends it again sends the same task.
 */
@NullMarked
package io.taskqueue.beat;

import org.jspecify.annotations.NullMarked;
