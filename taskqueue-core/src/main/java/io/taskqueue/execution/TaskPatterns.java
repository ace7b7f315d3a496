package io.taskqueue.execution;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.springframework.util.PatternMatchUtils;

/**
 * Overrides by task name, or by a pattern in which {@code *} stands for any characters.
 * Where several fit, each attribute comes from the most specific one that has it: the
 * exact name, then the pattern with the most literal characters.
 */
public final class TaskPatterns {

    private final Map<String, TaskOverrides> overrides;

    public TaskPatterns(Map<String, TaskOverrides> overrides) {
        this.overrides = Map.copyOf(overrides);
    }

    /** No override at all. */
    public static TaskPatterns none() {
        return new TaskPatterns(Map.of());
    }

    /**
     * What holds for this name.
     * @throws IllegalArgumentException if two patterns that fit are equally specific
     */
    public TaskOverrides find(String task) {
        List<String> fitting = this.overrides.keySet()
            .stream()
            .filter((pattern) -> pattern.equals(task) || PatternMatchUtils.simpleMatch(pattern, task))
            .sorted(Comparator.comparingInt(TaskPatterns::literals).reversed().thenComparing(Comparator.naturalOrder()))
            .toList();
        for (int i = 1; i < fitting.size(); i++) {
            if (literals(fitting.get(i - 1)) == literals(fitting.get(i))) {
                throw new IllegalArgumentException("taskqueue.tasks[" + fitting.get(i - 1) + "] and taskqueue.tasks["
                        + fitting.get(i) + "] both fit task " + task
                        + " and are equally specific; make one of them longer, or name the task itself");
            }
        }
        return fitting.stream().map(this.overrides::get).reduce(TaskOverrides.NONE, TaskOverrides::or);
    }

    private static int literals(String pattern) {
        return (pattern.indexOf('*') < 0) ? Integer.MAX_VALUE : pattern.replace("*", "").length();
    }

}
