/**
 * Where a task lands: its state, its outcome, and the stores that keep them. Knows the
 * JDK only. Must never know how a message travels or who runs it.
 */
@NullMarked
package io.taskqueue.result;

import org.jspecify.annotations.NullMarked;
