/**
 * What operators see and do: tasks, queues, workers, schedules and dead letters as plain
 * values, and the actions on them, each with its line in the audit log. Knows the front
 * door, results, brokers, workers, their neighbours and schedules. Must never know over
 * which wire it is asked, nor let a value out that its viewer may not see.
 */
@NullMarked
package io.taskqueue.console;

import org.jspecify.annotations.NullMarked;
