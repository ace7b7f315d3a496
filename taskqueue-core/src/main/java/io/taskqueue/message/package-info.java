/**
 * What travels: a task call as a value, and Celery's encoding of it. Knows the JDK, and
 * Jackson where bytes are read or written. Must never know how a message is carried,
 * stored or run.
 */
@NullMarked
package io.taskqueue.message;

import org.jspecify.annotations.NullMarked;
