/**
 * Many tasks: the loop that fetches, the slots that run, the flush that makes endings
 * durable, and everything that keeps a worker alive and lets it stop with grace. Knows
 * execution and everything before it. Must never know any broker's or store's technology,
 * nor what follows from how a task ended.
 *
 * <pre>
 *   Fetcher ──► Slots ──► Flusher        Caretaker: leases, sweeps, watchdog
 * </pre>
 */
@NullMarked
package io.taskqueue.worker;

import org.jspecify.annotations.NullMarked;
