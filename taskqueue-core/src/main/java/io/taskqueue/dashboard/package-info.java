/**
 * A window on tasks: one page, the JSON behind it, and the door through which both are
 * reached. Knows the console, events and Spring MVC. Nobody knows it, and it must never
 * do to a task what the console cannot do.
 *
 * <pre>
 *   browser ──► Door ──► Files                       the page
 *                  └───► Api ──► TaskConsole         what is seen and done
 *                         └────► Pulse ──► Stream    what moves
 * </pre>
 */
@NullMarked
package io.taskqueue.dashboard;

import org.jspecify.annotations.NullMarked;
