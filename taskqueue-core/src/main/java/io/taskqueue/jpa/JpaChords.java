package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskResult;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Sessions;
import io.taskqueue.sql.Text;

/**
 * Counts chords in rows: one for each chord and one for each member's end, written in one
 * transaction that holds the chord's row. Which ends are new is looked up and how many
 * there are is remembered, so the size of a chord costs its members nothing.
 */
final class JpaChords implements ChordCounter {

    private static final Duration CLAIM = Duration.ofMinutes(1);

    private static final Duration LEAST_KEPT = Duration.ofDays(1);

    private final Sessions sessions;

    private final CanvasTables tables;

    private final Supplier<Instant> removal;

    private final TimeSource time;

    JpaChords(Sessions sessions, CanvasTables tables, Duration expires, TimeSource time) {
        Duration keep = (expires.compareTo(LEAST_KEPT) > 0) ? expires : LEAST_KEPT;
        this.sessions = sessions;
        this.tables = tables;
        this.removal = () -> time.now().plus(keep);
        this.time = time;
    }

    @Override
    public List<Answer> open(Collection<Opening> chords) {
        return Collections.nCopies(chords.size(), changed((connection, dialect) -> open(chords, connection, dialect)));
    }

    @Override
    public List<Answer> openWithin(Collection<Opening> chords) {
        if (!this.sessions.joinable()) {
            return open(chords);
        }
        try {
            this.sessions.joining((connection, dialect) -> {
                open(chords, connection, dialect);
                return true;
            });
            return Collections.nCopies(chords.size(), Answer.done());
        }
        catch (SQLException failure) {
            return Collections.nCopies(chords.size(), Answer.failed(failure));
        }
    }

    private void open(Collection<Opening> chords, Connection connection, Dialect dialect) throws SQLException {
        // one row for each, in the order of the ids, as everywhere
        Map<String, Opening> distinct = new TreeMap<>();
        chords.forEach((opening) -> distinct.put(opening.chord(), opening));
        Upserts.in(dialect).write(connection, this.tables.chord(this.removal), List.copyOf(distinct.values()));
    }

    @Override
    public List<Counted> count(Collection<Part> parts) {
        List<Counted> counted = new ArrayList<>(parts.size());
        for (List<Part> portion : Portions.of(List.copyOf(parts), JpaChords::size)) {
            boolean[] complete = new boolean[portion.size()];
            Answer answer = changed((connection, dialect) -> count(portion, complete, connection, dialect));
            for (boolean one : complete) {
                counted.add(new Counted(answer, answer.isDone() && one));
            }
        }
        return counted;
    }

    private static long size(Part part) {
        String value = part.end().value();
        return part.callback().length() + ((value != null) ? value.length() : 0);
    }

    private void count(List<Part> parts, boolean[] complete, Connection connection, Dialect dialect)
            throws SQLException {
        Map<String, Chord> chords = locked(parts, connection, dialect);
        Set<List<String>> known = known(parts, connection, dialect);
        List<Part> fresh = new ArrayList<>();
        for (int i = 0; i < complete.length; i++) {
            Part part = parts.get(i);
            Chord chord = chords.get(key(part.chord()));
            if (chord != null) {
                if (known.add(List.of(key(part.chord()), key(part.end().id())))) {
                    fresh.add(part);
                    chord.ended++;
                }
                complete[i] = chord.completedBy(part);
            }
        }
        if (!fresh.isEmpty()) {
            Upserts.in(dialect).write(connection, this.tables.end(), fresh);
        }
        note(chords, connection, dialect);
    }

    /** Their rows, which nobody else counts in until this transaction ends. */
    private Map<String, Chord> locked(List<Part> parts, Connection connection, Dialect dialect) throws SQLException {
        List<String> ids = parts.stream().map((part) -> key(part.chord())).distinct().sorted().toList();
        String sql = "select chord, members, ended, claimed_by, case when claimed_at <= " + dialect.millisAgo()
                + " then 1 else 0 end as late from " + this.tables.chords() + " where chord in "
                + Dialect.marks(ids.size()) + " order by chord for update";
        Map<String, Chord> chords = new TreeMap<>();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bind(select, 1, CLAIM.toMillis());
            dialect.bindAll(select, 2, ids);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    chords.put(rows.getString("chord"), new Chord(rows));
                }
            }
        }
        return chords;
    }

    /** The chords and members among these that have been counted. */
    private Set<List<String>> known(List<Part> parts, Connection connection, Dialect dialect) throws SQLException {
        List<String> chords = parts.stream().map((part) -> key(part.chord())).distinct().toList();
        List<String> ids = parts.stream().map((part) -> key(part.end().id())).distinct().toList();
        String sql = "select chord, task_id from " + this.tables.ends() + " where chord in "
                + Dialect.marks(chords.size()) + " and task_id in " + Dialect.marks(ids.size());
        Set<List<String>> known = new HashSet<>();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bindAll(select, dialect.bindAll(select, 1, chords), ids);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(List.of(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return known;
    }

    private void note(Map<String, Chord> chords, Connection connection, Dialect dialect) throws SQLException {
        Instant remove = this.removal.get();
        try (PreparedStatement counted = dialect.prepare(connection,
                "update " + this.tables.chords() + " set ended = ?, remove_at = ? where chord = ?");
                PreparedStatement claimed = dialect.prepare(connection, "update " + this.tables.chords()
                        + " set claimed_by = ?, claimed_at = " + dialect.now() + ", callback = ? where chord = ?")) {
            for (Map.Entry<String, Chord> entry : chords.entrySet()) {
                Chord chord = entry.getValue();
                dialect.bindAll(counted, 1, List.of(chord.ended, remove, entry.getKey()));
                counted.executeUpdate();
                Part last = chord.last;
                if (last != null) {
                    dialect.bind(claimed, 1, key(last.end().id()));
                    dialect.bind(claimed, 2, Text.clean(last.callback()));
                    dialect.bind(claimed, 3, entry.getKey());
                    claimed.executeUpdate();
                }
            }
        }
    }

    @Override
    public List<TaskResult> ends(String chord) {
        return look((connection, dialect) -> {
            try (PreparedStatement select = dialect.prepare(connection,
                    "select * from " + this.tables.ends() + " where chord = ? order by place, task_id")) {
                dialect.bind(select, 1, key(chord));
                return rows(select, CanvasTables::end);
            }
        });
    }

    @Override
    public boolean begin(String task, String copy) {
        return call("begun", (connection, dialect) -> {
            Upserts.in(dialect)
                .write(connection, this.tables.body(this.removal), List.of(new CanvasTables.Copy(task, copy)));
            try (PreparedStatement select = dialect.prepare(connection,
                    "select copy from " + this.tables.bodies() + " where task_id = ?")) {
                dialect.bind(select, 1, key(task));
                return rows(select, (row) -> row.getString(1)).contains(copy);
            }
        });
    }

    @Override
    public List<Answer> close(Collection<String> chords) {
        List<String> ids = chords.stream().map(JpaChords::key).distinct().sorted().toList();
        Answer answer = changed((connection, dialect) -> remove(ids, connection, dialect));
        return Collections.nCopies(chords.size(), answer);
    }

    @Override
    public List<Unfinished> unfinished(Duration since, int limit) {
        return call("changed", (connection, dialect) -> {
            List<Unfinished> late;
            try (PreparedStatement select = dialect.prepare(connection,
                    "select chord, callback from " + this.tables.chords() + " where claimed_at <= "
                            + dialect.millisAgo() + " order by claimed_at" + dialect.limit()
                            + " for update skip locked")) {
                dialect.bindAll(select, 1, List.of(Dialect.millis(since), limit));
                late = rows(select, (row) -> new Unfinished(row.getString(1), row.getString(2)));
            }
            try (PreparedStatement claim = dialect.prepare(connection,
                    "update " + this.tables.chords() + " set claimed_at = " + dialect.now() + " where chord = ?")) {
                for (Unfinished chord : late) {
                    dialect.bind(claim, 1, chord.chord());
                    claim.executeUpdate();
                }
            }
            return late;
        });
    }

    /**
     * Removes chords that were never completed, or whose callbacks were sent by somebody
     * who could not say so.
     */
    void removeExpired(int limit) {
        call("changed", (connection, dialect) -> {
            List<String> ids;
            try (PreparedStatement select = dialect.prepare(connection, "select chord from " + this.tables.chords()
                    + " where remove_at <= ? order by remove_at" + dialect.limit() + " for update skip locked")) {
                dialect.bind(select, 1, this.time.now());
                dialect.bind(select, 2, limit);
                ids = rows(select, (row) -> row.getString(1));
            }
            remove(ids, connection, dialect);
            try (PreparedStatement delete = dialect.prepare(connection,
                    "delete from " + this.tables.bodies() + " where remove_at <= ?")) {
                dialect.bind(delete, 1, this.time.now());
                delete.executeUpdate();
            }
            return ids;
        });
    }

    private void remove(List<String> ids, Connection connection, Dialect dialect) throws SQLException {
        // the chord first, as when it is counted for
        for (String table : ids.isEmpty() ? List.<String>of() : List.of(this.tables.chords(), this.tables.ends())) {
            try (PreparedStatement delete = dialect.prepare(connection,
                    "delete from " + table + " where chord in " + Dialect.marks(ids.size()))) {
                dialect.bindAll(delete, 1, ids);
                delete.executeUpdate();
            }
        }
    }

    /** An id as its column holds it. */
    private static String key(String id) {
        return String.valueOf(Text.name(id));
    }

    private static <T> List<T> rows(PreparedStatement select, Row<T> row) throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                all.add(row.of(rows));
            }
        }
        return all;
    }

    private Answer changed(Change change) {
        try {
            this.sessions.persistently((connection, dialect) -> {
                change.on(connection, dialect);
                return true;
            });
            return Answer.done();
        }
        catch (Sessions.CommitUnknownException unknown) {
            return Answer.unknown(unknown);
        }
        catch (SQLException | RuntimeException failure) {
            return Answer.failed(failure);
        }
    }

    private <T> T look(Sessions.Work<T> work) {
        try {
            return this.sessions.look(work);
        }
        catch (SQLException | RuntimeException failure) {
            throw failed("read", failure);
        }
    }

    private <T> T call(String what, Sessions.Work<T> work) {
        try {
            return this.sessions.persistently(work);
        }
        catch (SQLException | RuntimeException failure) {
            throw failed(what, failure);
        }
    }

    private static ResultStoreException failed(String what, Exception failure) {
        return new ResultStoreException("The chords cannot be " + what + ": " + failure.getMessage(), failure);
    }

    /** A change without an answer. */
    private interface Change {

        void on(Connection connection, Dialect dialect) throws SQLException;

    }

    /** What a row says. */
    private interface Row<T> {

        T of(ResultSet row) throws SQLException;

    }

    /** A chord while its row is held. */
    private static final class Chord {

        private final int members;

        private int ended;

        private @Nullable String claimedBy;

        private boolean late;

        /** Who completes it now. */
        private @Nullable Part last;

        Chord(ResultSet row) throws SQLException {
            this.members = row.getInt("members");
            this.ended = row.getInt("ended");
            this.claimedBy = row.getString("claimed_by");
            this.late = row.getInt("late") != 0;
        }

        boolean completedBy(Part part) {
            String member = key(part.end().id());
            boolean mine = this.claimedBy == null || this.claimedBy.equals(member) || this.late;
            if (this.ended < this.members || !mine) {
                return false;
            }
            this.claimedBy = member;
            this.late = false;
            this.last = part;
            return true;
        }

    }

}
