/**
 * Measures, each contestant in a process of its own and all of them in turn, and prints
 * medians as Markdown. Knows the starter as an application does, and the servers of the
 * tests. Must never be known by anything.
 */
@NullMarked
package io.taskqueue.benchmarks;

import org.jspecify.annotations.NullMarked;
