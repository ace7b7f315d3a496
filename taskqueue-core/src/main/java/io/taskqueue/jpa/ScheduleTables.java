package io.taskqueue.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.beat.Firing;
import io.taskqueue.beat.StoredSchedule;
import io.taskqueue.jpa.Column.Merge;
import io.taskqueue.sql.Dialect;

/** The tables of schedules, and what is written to them and read. */
final class ScheduleTables {

    private final String prefix;

    ScheduleTables(@Nullable String schema) {
        this.prefix = (schema != null) ? schema + ".taskqueue_" : "taskqueue_";
    }

    String schedules() {
        return this.prefix + "schedule";
    }

    String firings() {
        return this.prefix + "firing";
    }

    Table<StoredSchedule> schedule() {
        return new Table<>(schedules(),
                List.of(Column.name("name", Merge.KEY, StoredSchedule::name),
                        Column.name("task_name", Merge.LAST, StoredSchedule::task),
                        Column.name("schedule", Merge.LAST, StoredSchedule::when),
                        Column.name("zone", Merge.LAST, StoredSchedule::zone),
                        Column.text("args", Merge.LAST, StoredSchedule::args),
                        Column.text("kwargs", Merge.LAST, StoredSchedule::kwargs),
                        Column.name("queue", Merge.LAST, StoredSchedule::queue),
                        Column.number("priority", Merge.LAST, StoredSchedule::priority),
                        Column.number("expires_ms", Merge.LAST, StoredSchedule::expiresMillis),
                        Column.name("misfire", Merge.LAST, StoredSchedule::misfire),
                        Column.name("overlap", Merge.LAST, StoredSchedule::overlap),
                        Column.number("enabled", Merge.LAST, (row) -> flag(row.enabled())),
                        Column.name("source", Merge.LAST, StoredSchedule::source),
                        Column.name("application", Merge.LAST, StoredSchedule::application),
                        Column.name("declared", Merge.LAST, StoredSchedule::declared),
                        Column.number("edited", Merge.LAST, (row) -> flag(row.edited())),
                        Column.number("gone", Merge.LAST, (row) -> flag(row.gone())),
                        Column.time("next_at", Merge.LAST, StoredSchedule::next),
                        Column.time("due_at", Merge.LAST, StoredSchedule::due),
                        Column.time("last_at", Merge.LAST, StoredSchedule::last),
                        Column.name("last_task_id", Merge.LAST, StoredSchedule::lastTask),
                        Column.number("calls", Merge.LAST, StoredSchedule::count),
                        Column.name("secret", Merge.LAST, StoredSchedule::secret),
                        Column.number("revision", Merge.LAST, StoredSchedule::revision)));
    }

    Table<Firing> firing() {
        return new Table<>(firings(), List.of(Column.name("schedule", Merge.KEY, Firing::schedule),
                Column.time("planned_at", Merge.KEY, Firing::planned),
                Column.name("fate", Merge.LAST, (row) -> row.fate().name()),
                Column.name("task_id", Merge.LAST, Firing::task), Column.number("moments", Merge.LAST, Firing::count),
                Column.time("noted_at", Merge.LAST, Firing::at), Column.name("reason", Merge.LAST, Firing::reason)));
    }

    static StoredSchedule schedule(ResultSet row, Dialect dialect) throws SQLException {
        return new StoredSchedule(row.getString("name"), row.getString("task_name"), row.getString("schedule"),
                row.getString("zone"), row.getString("args"), row.getString("kwargs"), row.getString("queue"),
                (Integer) number(row, "priority", row.getInt("priority")),
                (Long) number(row, "expires_ms", row.getLong("expires_ms")), row.getString("misfire"),
                row.getString("overlap"), row.getInt("enabled") != 0, row.getString("source"),
                row.getString("application"), row.getString("declared"), row.getInt("edited") != 0,
                row.getInt("gone") != 0, dialect.moment(row, "next_at"), dialect.moment(row, "last_at"),
                row.getString("last_task_id"), row.getLong("calls"), row.getString("secret"), row.getLong("revision"));
    }

    static Firing firing(ResultSet row, Dialect dialect) throws SQLException {
        return new Firing(row.getString("schedule"), Rows.known(dialect.moment(row, "planned_at")),
                Firing.Fate.valueOf(row.getString("fate")), row.getString("task_id"), row.getLong("moments"),
                Rows.known(dialect.moment(row, "noted_at")), row.getString("reason"));
    }

    private static @Nullable Number number(ResultSet row, String column, Number value) throws SQLException {
        row.getObject(column);
        return row.wasNull() ? null : value;
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }

}
