/**
 * What operators see and do through Spring Boot's actuator: the endpoint
 * {@code taskqueue} and the health of broker, results and workers. Knows the console,
 * brokers, results and workers, and Boot. Must never decide what becomes of a task, nor
 * let a value out that nobody asked to see.
 */
@NullMarked
package io.taskqueue.actuate;

import org.jspecify.annotations.NullMarked;
