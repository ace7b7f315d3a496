/**
 * One task: which method a name means, what its arguments are, what runs around it, and
 * what follows from how it ended. Knows the front door and everything before it. Must
 * never know how many tasks run at once, or any broker's or store's technology.
 *
 * <pre>
 *   Delivery ──► TaskRunner ──► Attempt ──► interceptors ──► the method
 *                                  │
 *                                  └─ Outcome ──► Ending ──► Completer: store, publish, settle
 * </pre>
 */
@NullMarked
package io.taskqueue.execution;

import org.jspecify.annotations.NullMarked;
