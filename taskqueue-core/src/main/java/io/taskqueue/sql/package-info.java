/**
 * How we speak to a database: short transactions of our own, what one product says
 * differently from the others, and what its complaints mean. Knows JDBC and the clock.
 * Must never know a table, nor what is kept in one.
 */
@NullMarked
package io.taskqueue.sql;

import org.jspecify.annotations.NullMarked;
