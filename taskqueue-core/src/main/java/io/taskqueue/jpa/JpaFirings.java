package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.taskqueue.beat.Firing;
import io.taskqueue.beat.Firing.Fate;
import io.taskqueue.beat.FiringLog;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Text;

/** Firings as rows; one that is claimed has a lease by the database's clock. */
final class JpaFirings implements FiringLog {

    private final JpaScheduleStore store;

    private final Table<Firing> table;

    JpaFirings(JpaScheduleStore store, ScheduleTables tables) {
        this.store = store;
        this.table = tables.firing();
    }

    private record Key(String schedule, Instant planned) {

        static Key of(Firing firing) {
            return new Key(firing.schedule(), firing.planned());
        }

    }

    @Override
    public Instant now() {
        return this.store.call("asked for the time", (connection, dialect) -> {
            try (PreparedStatement select = dialect.prepare(connection, "select " + dialect.now() + " as told");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return Rows.known(dialect.moment(row, "told"));
            }
        });
    }

    /**
     * Within the change of their schedules, whose rows are locked: nobody else adds to
     * these.
     */
    void add(List<Firing> firings, Duration lease, Connection connection, Dialect dialect) throws SQLException {
        if (firings.isEmpty()) {
            return;
        }
        Set<Key> known = known(firings, connection, dialect);
        List<Firing> fresh = firings.stream().filter((firing) -> !known.contains(Key.of(firing))).toList();
        insert(fresh.stream().filter((firing) -> firing.fate() == Fate.CLAIMED).toList(), lease, connection, dialect);
        insert(fresh.stream().filter((firing) -> firing.fate() != Fate.CLAIMED).toList(), null, connection, dialect);
    }

    private Set<Key> known(List<Firing> firings, Connection connection, Dialect dialect) throws SQLException {
        List<Object> values = new ArrayList<>(firings.stream().map(Firing::schedule).distinct().toList());
        int schedules = values.size();
        values.addAll(firings.stream().map(Firing::planned).distinct().toList());
        String sql = "select schedule, planned_at from " + this.table.name() + " where schedule in "
                + Dialect.marks(schedules) + " and planned_at in " + Dialect.marks(values.size() - schedules);
        Set<Key> known = new HashSet<>();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bindAll(select, 1, values);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(new Key(rows.getString(1), Rows.known(dialect.moment(rows, "planned_at"))));
                }
            }
        }
        return known;
    }

    private void insert(List<Firing> firings, @Nullable Duration lease, Connection connection, Dialect dialect)
            throws SQLException {
        String marks = Dialect.marks(this.table.columns().size());
        String until = (lease != null) ? dialect.microsAhead() : "null";
        String sql = "insert into " + this.table.name() + " (" + Column.names(this.table.columns())
                + ", lease_until) values " + marks.substring(0, marks.length() - 1) + ", " + until + ")";
        JpaScheduleStore.batch(sql, firings,
                (firing) -> Stream
                    .concat(this.table.columns().stream().map((column) -> column.value().apply(firing)),
                            (lease != null) ? Stream.of(micros(lease)) : Stream.empty())
                    .toList(),
                connection, dialect);
    }

    @Override
    public void settle(Collection<Firing> firings) {
        String sql = "update " + this.table.name() + " set fate = ?, noted_at = ?, reason = ?, lease_until = null"
                + " where schedule = ? and planned_at = ? and fate = 'CLAIMED'";
        this.store.call("changed", (connection, dialect) -> {
            JpaScheduleStore.batch(
                    sql, List.copyOf(firings), (firing) -> Arrays.<@Nullable Object>asList(firing.fate().name(),
                            firing.at(), Text.name(firing.reason()), firing.schedule(), firing.planned()),
                    connection, dialect);
            return true;
        });
    }

    @Override
    public List<Firing> takeOver(Duration lease, int limit) {
        return this.store.call("changed", (connection, dialect) -> {
            List<Firing> taken = select(
                    "lease_until <= " + dialect.now() + " order by lease_until limit ? for update" + " skip locked",
                    List.of(limit), connection, dialect);
            JpaScheduleStore.batch(
                    "update " + this.table.name() + " set lease_until = " + dialect.microsAhead()
                            + " where schedule = ? and planned_at = ?",
                    taken, (firing) -> List.of(micros(lease), firing.schedule(), firing.planned()), connection,
                    dialect);
            return taken;
        });
    }

    @Override
    public List<Firing> list(@Nullable String schedule, int limit) {
        String order = " order by planned_at desc limit ?";
        return this.store.call("read",
                (connection, dialect) -> (schedule != null)
                        ? select("schedule = ?" + order, List.of(schedule, limit), connection, dialect)
                        : select("1 = 1" + order, List.of(limit), connection, dialect));
    }

    @Override
    public int forget(Duration age, int limit) {
        return this.store.call("changed", (connection, dialect) -> {
            List<Firing> old = select(
                    "noted_at < " + dialect.millisAgo() + " and lease_until is null"
                            + " order by noted_at limit ? for update skip locked",
                    List.of(age.toMillis(), limit), connection, dialect);
            JpaScheduleStore.batch("delete from " + this.table.name() + " where schedule = ? and planned_at = ?", old,
                    (firing) -> List.of(firing.schedule(), firing.planned()), connection, dialect);
            return old.size();
        });
    }

    private static long micros(Duration lease) {
        return TimeUnit.NANOSECONDS.toMicros(lease.toNanos());
    }

    private List<Firing> select(String where, List<Object> values, Connection connection, Dialect dialect)
            throws SQLException {
        List<Firing> firings = new ArrayList<>();
        try (PreparedStatement select = dialect.prepare(connection,
                "select * from " + this.table.name() + " where " + where)) {
            dialect.bindAll(select, 1, values);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    firings.add(ScheduleTables.firing(rows, dialect));
                }
            }
        }
        return firings;
    }

}
