package io.taskqueue.console;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of tasks, newest first.
 *
 * @param tasks the tasks
 * @param next what {@code after} says for the next page; absent at the end
 */
public record ResultsView(List<TaskView> tasks, @Nullable String next) {
}
