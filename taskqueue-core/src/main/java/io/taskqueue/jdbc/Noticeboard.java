package io.taskqueue.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Broadcast.Notice;
import io.taskqueue.broker.NoticeJson;
import io.taskqueue.message.TimeSource;
import io.taskqueue.sql.Dialect;

/**
 * The wishes and notices of all nodes, read together in one statement. What is seen is
 * remembered for a moment, so that nodes with nothing to do ask little. A notice is told
 * once by each board, and forgotten after a minute.
 */
final class Noticeboard {

    private static final Duration KEPT = Duration.ofMinutes(1);

    /**
     * Numbers are drawn before they are committed, so a lower one may come later; so long
     * it is looked for.
     */
    private static final Duration LATECOMERS = Duration.ofSeconds(10);

    private static final long REMEMBERED = TimeUnit.MILLISECONDS.toNanos(1500);

    private final JdbcConnections connections;

    private final TimeSource time;

    private final NoticeJson json = new NoticeJson();

    private final Map<Long, Boolean> seen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > 10_000;
        }
    };

    private final List<Consumer<Notice>> readers = new CopyOnWriteArrayList<>();

    private @Nullable Seen recent;

    private long looked;

    Noticeboard(JdbcConnections connections, TimeSource time) {
        this.connections = connections;
        this.time = time;
    }

    /**
     * Has new notices told from now on; what hangs there already is not new. The answer
     * ends that.
     */
    Runnable read(Consumer<Notice> reader) {
        look();
        this.readers.add(reader);
        return () -> this.readers.remove(reader);
    }

    /** What there was a moment ago. */
    synchronized Seen recent() {
        Seen known = this.recent;
        return (known != null && this.time.nanos() - this.looked < REMEMBERED) ? known : look();
    }

    /** What was seen holds no more. */
    synchronized void forget() {
        this.recent = null;
    }

    /** Puts a notice up, and takes old ones down. */
    void put(Notice notice) {
        String body = new String(this.json.write(notice), StandardCharsets.UTF_8);
        this.connections.call((connection, dialect) -> {
            put(body, connection, dialect);
            return body;
        });
        this.connections.bell().ringForNotice();
    }

    private void put(String body, Connection connection, Dialect dialect) throws SQLException {
        String notices = this.connections.tables().notices();
        try (PreparedStatement delete = dialect.prepare(connection,
                "delete from " + notices + " where said_at <= " + dialect.millisAgo())) {
            dialect.bind(delete, 1, Dialect.millis(KEPT));
            delete.executeUpdate();
        }
        try (PreparedStatement insert = dialect.prepare(connection,
                "insert into " + notices + " (said_at, body) values (" + dialect.microsAhead() + ", ?)")) {
            insert.setLong(1, 0);
            insert.setString(2, body);
            insert.executeUpdate();
        }
    }

    /** Looks, and tells of notices that this board has not seen before. */
    synchronized Seen look() {
        long now = this.time.nanos();
        List<Notice> notices = new ArrayList<>();
        Seen seen = ask(notices);
        this.recent = seen;
        this.looked = now;
        notices.forEach((notice) -> this.readers.forEach((reader) -> reader.accept(notice)));
        return seen;
    }

    private Seen ask(List<Notice> notices) {
        return this.connections.look((connection, dialect) -> {
            String sql = "select 'p' as kind, 0 as id, queue as text from " + this.connections.tables().paused()
                    + " union all select 'r', count(*), '' from " + this.connections.tables().revoked()
                    + " union all select 'n', notice_id, body from " + this.connections.tables().notices()
                    + " where said_at > " + dialect.millisAgo() + " order by 1, 2";
            try (PreparedStatement select = dialect.prepare(connection, sql)) {
                dialect.bind(select, 1, Dialect.millis(LATECOMERS));
                try (ResultSet rows = select.executeQuery()) {
                    return read(rows, notices);
                }
            }
        });
    }

    private Seen read(ResultSet rows, List<Notice> notices) throws SQLException {
        Set<String> paused = new HashSet<>();
        long revocations = 0;
        while (rows.next()) {
            String text = rows.getString(3);
            switch (rows.getString(1)) {
                case "p" -> paused.add(text);
                case "r" -> revocations = rows.getLong(2);
                default -> add(rows.getLong(2), text, notices);
            }
        }
        return new Seen(Set.copyOf(paused), revocations);
    }

    private void add(long id, String body, List<Notice> notices) {
        if (this.seen.putIfAbsent(id, true) == null) {
            Notice notice = this.json.read(body.getBytes(StandardCharsets.UTF_8));
            if (notice != null) {
                notices.add(notice);
            }
        }
    }

    /**
     * What there was at one moment.
     *
     * @param paused the queues that are paused
     * @param revocations how many tasks are revoked
     */
    record Seen(Set<String> paused, long revocations) {
    }

}
