/**
 * What an operator can measure: one observation around each sending and each run, with
 * the trace in between, and meters of tasks, queues and slots. Knows execution and
 * everything before it. Must never know who collects the figures, nor change what a task
 * does.
 */
@NullMarked
package io.taskqueue.observation;

import org.jspecify.annotations.NullMarked;
