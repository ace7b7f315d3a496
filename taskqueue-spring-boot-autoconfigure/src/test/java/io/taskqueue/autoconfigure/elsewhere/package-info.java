/**
 * Entities of an application that keeps them in a package of their own. Knows JPA, and
 * must never know a task.
 */
@NullMarked
package io.taskqueue.autoconfigure.elsewhere;

import org.jspecify.annotations.NullMarked;
