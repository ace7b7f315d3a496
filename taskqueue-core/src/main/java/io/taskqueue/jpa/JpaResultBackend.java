package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultListeners;
import io.taskqueue.result.ResultPush;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskHistory;
import io.taskqueue.result.TaskHomes;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;
import io.taskqueue.sql.Contact;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Schemas;
import io.taskqueue.sql.Sessions;
import io.taskqueue.sql.TransactionalResults;

/**
 * A result store in the application's own database, with every task's story. It writes on
 * connections of its own and never takes part in the caller's transaction. It starts
 * without a database too: what cannot be stored meanwhile is answered as failed.
 * {@link JpaSchema} tells whether the tables are there.
 */
public final class JpaResultBackend
        implements ResultBackend, TaskHistory, TaskSearch, TaskHomes, ResultPush, TransactionalResults {

    private static final int STEP = 500;

    private final Sessions sessions;

    private final Contact contact;

    private final TimeSource time;

    private final Removal removal;

    private final RowReader reader;

    private final RowSearch search;

    private final Upkeep upkeep;

    private final ResultWriter writer;

    private final Tables tables;

    private final JpaChords chords;

    private final JpaCanvases canvases;

    private final ResultListeners listeners = new ResultListeners();

    public JpaResultBackend(DataSource dataSource, Options options, TimeSource time) {
        Tables tables = new Tables(options.schema());
        this.tables = tables;
        this.contact = new Contact(time);
        this.sessions = new Sessions(dataSource, this.contact);
        this.time = time;
        this.removal = new Removal(options, time);
        this.reader = new RowReader(tables);
        this.search = new RowSearch(tables, this.reader);
        this.upkeep = new Upkeep(tables, this.reader);
        CanvasTables canvasTables = new CanvasTables(options.schema());
        this.chords = new JpaChords(this.sessions, canvasTables, options.expires(), time);
        this.canvases = new JpaCanvases(this.sessions, canvasTables, options.expires(), time);
        this.writer = writer(this.listeners::tell);
    }

    private ResultWriter writer(Consumer<TaskResult> accepted) {
        return new ResultWriter(
                new RowWriter(this.sessions, this.tables.result(this.removal::of), this.tables.attempt(), accepted));
    }

    @Override
    public boolean sharesDatabase(Sessions sessions) {
        return this.sessions.same(sessions);
    }

    @Override
    public Stored storeWithin(Connection connection, Dialect dialect, List<TaskResult> statements) throws SQLException {
        List<TaskResult> news = new ArrayList<>();
        List<Answer> answers = writer(news::add).storeWithin(connection, dialect, statements);
        return new Stored(answers, () -> news.forEach(this.listeners::tell));
    }

    @Override
    public List<Answer> store(Collection<TaskResult> results) {
        return this.writer.store(results);
    }

    @Override
    public Map<String, TaskResult> find(Collection<String> ids) {
        return ids.isEmpty() ? Map.of() : look((connection, dialect) -> this.reader.find(ids, connection, dialect));
    }

    @Override
    public void forget(Collection<String> ids) {
        if (!ids.isEmpty()) {
            call("changed", (connection, dialect) -> this.reader.remove(ids, connection, dialect));
        }
    }

    @Override
    public Optional<TaskRecord> record(String id) {
        return look((connection, dialect) -> this.reader.record(id, connection, dialect));
    }

    @Override
    public int removeExpired(int limit) {
        Instant now = this.time.now();
        this.chords.removeExpired(limit);
        this.canvases.removeExpired(limit);
        return call("changed", (connection, dialect) -> this.upkeep.removeExpired(now, limit, connection, dialect));
    }

    @Override
    public TaskPage search(TaskFilter filter, @Nullable String after, int limit) {
        Cursor cursor = (after != null) ? Cursor.parse(after) : null;
        int most = Math.max(1, Math.min(MAX_PAGE, limit));
        // rows come in portions within a transaction only
        return call("read", (connection, dialect) -> this.search.search(filter, cursor, most, connection, dialect));
    }

    @Override
    public Map<TaskState, Long> count(TaskFilter filter) {
        return look((connection, dialect) -> this.search.count(filter, connection, dialect));
    }

    @Override
    public void attest(String home) {
        run((connection, dialect) -> this.upkeep.attest(home, connection, dialect));
    }

    @Override
    public void leave(String home) {
        run((connection, dialect) -> this.upkeep.leave(home, connection, dialect));
        int marked = STEP;
        while (marked == STEP) {
            marked = lose(home, STEP);
        }
    }

    @Override
    public int markLost(Duration silence, int limit) {
        if (!this.contact.unbrokenFor(silence)) {
            return 0;
        }
        List<String> homes = look((connection, dialect) -> this.upkeep.silent(silence, connection, dialect));
        int marked = 0;
        for (String home : homes) {
            if (marked < limit) {
                marked += lose(home, limit - marked);
            }
        }
        run(this.upkeep::forgetHomes);
        return marked;
    }

    private int lose(String home, int limit) {
        Instant now = this.time.now();
        Instant remove = this.removal.ofLost();
        return call("changed",
                (connection, dialect) -> this.upkeep.lose(home, now, remove, limit, connection, dialect));
    }

    @Override
    public Subscription subscribe(String id, Consumer<TaskResult> listener) {
        return this.listeners.subscribe(id, listener);
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return (type == ChordCounter.class) ? Optional.of(type.cast(this.chords)) : (type == CanvasStore.class)
                ? Optional.of(type.cast(this.canvases)) : ResultBackend.super.capability(type);
    }

    @Override
    public String description() {
        Dialect dialect = this.sessions.dialect();
        return (dialect != null) ? "jpa (" + dialect.product() + ")" : "jpa";
    }

    @Override
    public void close() {
        this.listeners.close();
    }

    private void run(Change change) {
        call("changed", (connection, dialect) -> {
            change.on(connection, dialect);
            return true;
        });
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

    private ResultStoreException failed(String what, Exception failure) {
        return new ResultStoreException(
                "The result store " + description() + " cannot be " + what + ": " + failure.getMessage(), failure);
    }

    /** A change without an answer. */
    private interface Change {

        void on(Connection connection, Dialect dialect) throws SQLException;

    }

    /**
     * How long results stay, and where.
     *
     * @param expires how long a task stays after its end
     * @param expiresFailed how long one stays that did not succeed
     * @param schema the database schema of the tables, or {@code null} for the
     * connection's own
     */
    public record Options(Duration expires, Duration expiresFailed, @Nullable String schema) {

        public Options {
            if (schema != null && !Schemas.plain(schema)) {
                throw new IllegalArgumentException("The schema of the result tables is a plain identifier, "
                        + "a letter or _ and up to 62 letters, digits and _, and this one is not");
            }
            if (expires.isNegative() || expires.isZero() || expiresFailed.isNegative() || expiresFailed.isZero()) {
                throw new IllegalArgumentException(
                        "Results expire after a positive time, not after " + expires + " or " + expiresFailed);
            }
        }

        /** A day, in the connection's own schema. */
        public static Options defaults() {
            return new Options(Duration.ofDays(1), Duration.ofDays(1), null);
        }

        /** The same, with results that stay so long. */
        public Options expires(Duration succeeded, Duration failed) {
            return new Options(succeeded, failed, this.schema);
        }

        /** The same, in this schema. */
        public Options schema(@Nullable String schema) {
            return new Options(this.expires, this.expiresFailed, schema);
        }

    }

}
