package io.taskqueue.result;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of tasks, newest first.
 *
 * @param tasks the tasks of this page
 * @param next where the next page begins, or {@code null} at the end; opaque
 */
public record TaskPage(List<TaskRecord> tasks, @Nullable String next) {

    public TaskPage {
        tasks = List.copyOf(tasks);
    }

}
