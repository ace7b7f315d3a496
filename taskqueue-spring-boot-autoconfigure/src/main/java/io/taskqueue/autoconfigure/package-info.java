/**
 * The wiring of a Spring Boot application: properties, conditions and bean methods, and
 * what stops a start that cannot work. Knows Spring Boot and every room of the core. Must
 * never know how a task runs, nor decide anything about one.
 */
@NullMarked
package io.taskqueue.autoconfigure;

import org.jspecify.annotations.NullMarked;
