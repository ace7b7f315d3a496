/**
 * Facts, in the past tense: what happened to a task or a worker of this node. Knows
 * messages, results and deliveries' words. Must never know who listens; a listener can
 * change nothing.
 */
@NullMarked
package io.taskqueue.event;

import org.jspecify.annotations.NullMarked;
