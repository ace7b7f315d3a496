/**
 * The front door: what an application declares tasks with, calls them through and reads
 * results from. Knows messages, brokers, results, the canvas and events. Must never know
 * how a task is run, by whom, or over which technology.
 */
@NullMarked
package io.taskqueue;

import org.jspecify.annotations.NullMarked;
