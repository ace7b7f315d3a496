/** Tests of the broker in a database. */
@NullMarked
package io.taskqueue.jdbc;

import org.jspecify.annotations.NullMarked;
