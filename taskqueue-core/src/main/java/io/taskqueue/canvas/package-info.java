/**
 * Calls as values: a signature is one call not yet sent, and chain, group and chord put
 * several together. Knows messages. Must never know who sends a call or who runs it.
 */
@NullMarked
package io.taskqueue.canvas;

import org.jspecify.annotations.NullMarked;
