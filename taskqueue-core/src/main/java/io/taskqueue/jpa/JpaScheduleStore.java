package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.taskqueue.beat.Firing;
import io.taskqueue.beat.FiringLog;
import io.taskqueue.beat.ScheduleChange;
import io.taskqueue.beat.ScheduleEntry;
import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.ScheduleStoreException;
import io.taskqueue.beat.StoredSchedule;
import io.taskqueue.message.TimeSource;
import io.taskqueue.sql.Contact;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Sessions;

/**
 * Schedules in the application's own database. Whoever changes one locks its row first
 * and looks which revision it has, so that of many nodes one goes on; the firing it
 * claims is part of the same transaction.
 */
public final class JpaScheduleStore implements ScheduleStore {

    /** So many at once hold their rows for a short time. */
    private static final int BATCH = 500;

    private final Sessions sessions;

    private final ScheduleTables tables;

    private final Table<StoredSchedule> table;

    private final JpaFirings firings;

    private final DataSource dataSource;

    /**
     * @param schema the database schema of the tables, or {@code null} for the
     * connection's own
     */
    public JpaScheduleStore(DataSource dataSource, @Nullable String schema, TimeSource time) {
        this.dataSource = dataSource;
        this.sessions = new Sessions(dataSource, new Contact(time));
        this.tables = new ScheduleTables(schema);
        this.table = this.tables.schedule();
        this.firings = new JpaFirings(this, this.tables);
    }

    @Override
    public List<ScheduleEntry> all() {
        return query("select * from " + this.tables.schedules() + " order by name", List.of());
    }

    @Override
    public Optional<ScheduleEntry> find(String name) {
        return query("select * from " + this.tables.schedules() + " where name = ?", List.of(name)).stream()
            .findFirst();
    }

    @Override
    public List<ScheduleEntry> due(Instant until, int limit) {
        return query("select * from " + this.tables.schedules() + " where due_at <= ? order by due_at, name limit ?",
                List.of(until, limit));
    }

    private List<ScheduleEntry> query(String sql, List<Object> values) {
        return call("read", (connection, dialect) -> {
            List<ScheduleEntry> entries = new ArrayList<>();
            try (PreparedStatement select = dialect.prepare(connection, sql)) {
                dialect.bindAll(select, 1, values);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        ScheduleTables.schedule(rows, dialect).entry().ifPresent(entries::add);
                    }
                }
            }
            return entries;
        });
    }

    @Override
    public List<Boolean> change(Collection<ScheduleChange> changes, Duration lease) {
        List<ScheduleChange> all = List.copyOf(changes);
        List<Boolean> made = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i += BATCH) {
            List<ScheduleChange> some = all.subList(i, Math.min(all.size(), i + BATCH));
            made.addAll(call("changed", (connection, dialect) -> change(some, lease, connection, dialect)));
        }
        return made;
    }

    private List<Boolean> change(Collection<ScheduleChange> changes, Duration lease, Connection connection,
            Dialect dialect) throws SQLException {
        Map<String, Long> revisions = lock(changes, connection, dialect);
        List<Boolean> made = new ArrayList<>(changes.size());
        List<StoredSchedule> fresh = new ArrayList<>();
        List<StoredSchedule> changed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<Firing> dealtWith = new ArrayList<>();
        for (ScheduleChange change : changes) {
            boolean ours = revisions.getOrDefault(change.name(), 0L) == change.revision();
            made.add(ours);
            ScheduleEntry after = change.after();
            if (ours && after != null) {
                ((change.revision() == 0) ? fresh : changed).add(StoredSchedule.of(after.stored()));
                dealtWith.addAll(change.firings());
            }
            else if (ours) {
                removed.add(change.name());
            }
        }
        insert(fresh, connection, dialect);
        if (!changed.isEmpty()) {
            Upserts.in(dialect).write(connection, this.table, changed);
        }
        remove(removed, connection, dialect);
        this.firings.add(dealtWith, lease, connection, dialect);
        return made;
    }

    /** In the order of the names, so that nodes wait for each other in turn. */
    private Map<String, Long> lock(Collection<ScheduleChange> changes, Connection connection, Dialect dialect)
            throws SQLException {
        TreeSet<String> names = new TreeSet<>(changes.stream().map(ScheduleChange::name).toList());
        String sql = "select name, revision from " + this.tables.schedules() + " where name in "
                + Dialect.marks(names.size()) + " order by name for update";
        Map<String, Long> revisions = new HashMap<>();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bindAll(select, 1, names);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    revisions.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return revisions;
    }

    /**
     * One that another node makes at this moment is a conflict, after which all is looked
     * at again.
     */
    private void insert(List<StoredSchedule> rows, Connection connection, Dialect dialect) throws SQLException {
        String sql = "insert into " + this.table.name() + " (" + Column.names(this.table.columns()) + ") values "
                + Dialect.marks(this.table.columns().size());
        batch(sql, rows, (row) -> this.table.columns().stream().map((column) -> column.value().apply(row)).toList(),
                connection, dialect);
    }

    private void remove(List<String> names, Connection connection, Dialect dialect) throws SQLException {
        batch("delete from " + this.tables.schedules() + " where name = ?", names, List::of, connection, dialect);
    }

    static <R> void batch(String sql, List<R> rows, Binding<R> binding, Connection connection, Dialect dialect)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = dialect.prepare(connection, sql)) {
            for (R row : rows) {
                dialect.bindAll(statement, 1, binding.values(row));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @Override
    public FiringLog firings() {
        return this.firings;
    }

    /** Its tables, where they are not there. */
    @Override
    public List<String> missing() {
        return JpaSchema.missing(this.dataSource, List.of(this.table, this.tables.firing()));
    }

    @Override
    public String description() {
        Dialect dialect = this.sessions.dialect();
        return (dialect != null) ? "jpa (" + dialect.product() + ")" : "jpa";
    }

    <T> T call(String what, Sessions.Work<T> work) {
        try {
            return this.sessions.persistently(work);
        }
        catch (SQLException | RuntimeException failure) {
            throw new ScheduleStoreException(
                    "Schedules in " + description() + " cannot be " + what + ": " + failure.getMessage(), failure);
        }
    }

    /** The values of a row, in the order of a statement's parameters. */
    interface Binding<R> {

        List<? extends @Nullable Object> values(R row);

    }

}
