/**
 * Celery's remote control and events: what its tools ask of a worker, how the worker
 * obeys as far as it may, and what workers tell of themselves. Knows the worker, its
 * tasks and the wire that a broker offers. Must never know which broker that is, nor let
 * a request do what the application did not allow.
 *
 * <pre>
 *   celery inspect, control ──► ControlWire ──► ControlPanel ──► Inspection, Orders
 *   celery events           ◄── ControlWire ◄── Herald       ◄── TaskEvent, WorkerEvent
 * </pre>
 */
@NullMarked
package io.taskqueue.control;

import org.jspecify.annotations.NullMarked;
