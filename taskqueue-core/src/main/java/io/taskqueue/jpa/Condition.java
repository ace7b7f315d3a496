package io.taskqueue.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskState;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Moment;
import io.taskqueue.sql.Text;

/** The {@code where} of a search: constant words, and every value a parameter. */
final class Condition {

    private final List<String> parts = new ArrayList<>();

    private final List<Object> values = new ArrayList<>();

    private Condition() {
    }

    Condition(TaskFilter filter) {
        narrow(filter);
        sift(filter);
    }

    /** The part of a filter for which there is an index. */
    static Condition narrowing(TaskFilter filter) {
        Condition condition = new Condition();
        condition.narrow(filter);
        return condition;
    }

    /** The part for which rows have to be looked at; empty where there is none. */
    static Condition sifting(TaskFilter filter) {
        Condition condition = new Condition();
        condition.sift(filter);
        return condition;
    }

    private void narrow(TaskFilter filter) {
        if (!filter.states().isEmpty()) {
            this.parts.add("state in " + Dialect.marks(filter.states().size()));
            filter.states().stream().map(TaskState::name).sorted().forEach(this.values::add);
        }
        equal("task_name", filter.task());
        equal("queue", filter.queue());
        equal("group_id", filter.groupId());
        add("created_at >= ?", Moment.storable(filter.from()));
        add("created_at < ?", Moment.storable(filter.to()));
    }

    private void sift(TaskFilter filter) {
        equal("worker", filter.worker());
        containing(filter.text());
    }

    /** Restricts to what comes after this in the order of the pages. */
    Condition after(@Nullable Cursor cursor) {
        if (cursor != null) {
            // not the comparison of two pairs, for which MariaDB would use no index
            add("created_at <= ?", cursor.created());
            add("(created_at < ? or task_id < ?)", cursor.created());
            this.values.add(cursor.id());
        }
        return this;
    }

    private void equal(String column, @Nullable String value) {
        add(column + " = ?", Text.name(value));
    }

    private void add(String part, @Nullable Object value) {
        if (value != null) {
            this.parts.add(part);
            this.values.add(value);
        }
    }

    private void containing(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return;
        }
        String literal = text.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_");
        String pattern = Text.clean("%" + literal + "%");
        this.parts.add("(lower(task_id) like ? escape '!' or lower(task_name) like ? escape '!'"
                + " or lower(error_type) like ? escape '!')");
        for (int i = 0; i < 3 && pattern != null; i++) {
            this.values.add(pattern);
        }
    }

    /** The words, with a leading space; empty where nothing is asked for. */
    String sql() {
        return this.parts.isEmpty() ? "" : " where " + String.join(" and ", this.parts);
    }

    List<Object> values() {
        return this.values;
    }

}
