/** Tests of the result store in the application's own database. */
@NullMarked
package io.taskqueue.jpa;

import org.jspecify.annotations.NullMarked;
