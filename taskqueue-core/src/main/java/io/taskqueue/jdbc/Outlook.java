package io.taskqueue.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.sql.Dialect;

/**
 * What there is to expect.
 *
 * @param lease how the lease of whoever looked is
 * @param due the queues that hold something due
 * @param untilNext how long until something else comes due, or {@code null} where nothing
 * waits
 */
record Outlook(Lease lease, List<String> due, @Nullable Duration untilNext) {

    /** How a lease is. */
    enum Lease {

        /** It holds. */
        VALID,
        /** It has ended, and nobody has noticed. */
        LATE,
        /** It was taken away, or never begun. */
        GONE

    }

    static Outlook read(ResultSet rows, Dialect dialect) throws SQLException {
        Lease lease = Lease.GONE;
        List<String> due = new ArrayList<>();
        Duration next = null;
        while (rows.next()) {
            Instant clock = known(dialect, rows, "clock");
            Instant end = dialect.moment(rows, "lease_until");
            lease = (end == null) ? Lease.GONE : end.isAfter(clock) ? Lease.VALID : Lease.LATE;
            Instant first = dialect.moment(rows, "due");
            if (first != null && !first.isAfter(clock)) {
                due.add(rows.getString("queue"));
            }
            else if (first != null) {
                Duration left = Duration.between(clock, first);
                next = (next == null || left.compareTo(next) < 0) ? left : next;
            }
        }
        return new Outlook(lease, due, next);
    }

    static Instant known(Dialect dialect, ResultSet row, String column) throws SQLException {
        Instant moment = dialect.moment(row, column);
        if (moment == null) {
            throw new SQLException("A row of the broker has no moment where it must have one: " + column);
        }
        return moment;
    }

}
