package io.taskqueue.console;

/**
 * Who looks: whether they see values, and what stands in the place of values they do not
 * see.
 *
 * @param seesValues whether arguments, results and the words of errors are shown
 * @param instead what they read in the place of each
 */
public record Viewer(boolean seesValues, String instead) {
}
