/**
 * What must not run now: wishes that people or tasks have left behind, stored where every
 * node can ask. Knows the JDK only. Must never know why a wish was made or who obeys it.
 */
@NullMarked
package io.taskqueue.admission;

import org.jspecify.annotations.NullMarked;
