package io.taskqueue.result;

import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Whether a task is one of those a filter asks for; the rule for every store that cannot
 * leave it to its database.
 */
public final class TaskMatch implements Predicate<TaskRecord> {

    private final TaskFilter filter;

    private final String text;

    public TaskMatch(TaskFilter filter) {
        this.filter = filter;
        this.text = (filter.text() != null) ? filter.text().toLowerCase(Locale.ROOT) : "";
    }

    @Override
    public boolean test(TaskRecord task) {
        TaskDetails details = task.last().details();
        return (this.filter.states().isEmpty() || this.filter.states().contains(task.state()))
                && is(this.filter.task(), details.task()) && is(this.filter.queue(), details.queue())
                && is(this.filter.worker(), task.last().worker()) && is(this.filter.groupId(), details.groupId())
                && created(task.created()) && (this.text.isEmpty() || contains(task));
    }

    private boolean created(Instant created) {
        return (this.filter.from() == null || !created.isBefore(this.filter.from()))
                && (this.filter.to() == null || created.isBefore(this.filter.to()));
    }

    private boolean contains(TaskRecord task) {
        TaskError error = task.last().error();
        return contains(task.id()) || contains(task.last().details().task())
                || contains((error != null) ? error.type() : null);
    }

    private boolean contains(@Nullable String value) {
        return value != null && value.toLowerCase(Locale.ROOT).contains(this.text);
    }

    private static boolean is(@Nullable String asked, @Nullable String value) {
        return asked == null || asked.equals(value);
    }

}
