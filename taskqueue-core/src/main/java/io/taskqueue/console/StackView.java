package io.taskqueue.console;

import java.util.List;

/**
 * Where a running task is right now.
 *
 * @param id the task
 * @param frames its calls, the innermost first
 */
public record StackView(String id, List<String> frames) {
}
