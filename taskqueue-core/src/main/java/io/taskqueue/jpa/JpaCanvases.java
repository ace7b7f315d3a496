package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Sessions;
import io.taskqueue.sql.Text;

/** Canvases as rows. */
final class JpaCanvases implements CanvasStore {

    private final Sessions sessions;

    private final CanvasTables tables;

    private final Duration expires;

    private final TimeSource time;

    JpaCanvases(Sessions sessions, CanvasTables tables, Duration expires, TimeSource time) {
        this.sessions = sessions;
        this.tables = tables;
        this.expires = expires;
        this.time = time;
    }

    @Override
    public void remember(String id, String canvas) {
        call("remembered", (connection, dialect) -> write(id, canvas, connection, dialect));
    }

    @Override
    public void rememberWithin(String id, String canvas) {
        if (!this.sessions.joinable()) {
            remember(id, canvas);
            return;
        }
        try {
            this.sessions.joining((connection, dialect) -> write(id, canvas, connection, dialect));
        }
        catch (SQLException failure) {
            throw failed("remembered", failure);
        }
    }

    private boolean write(String id, String canvas, Connection connection, Dialect dialect) throws SQLException {
        Upserts.in(dialect)
            .write(connection, this.tables.canvas(() -> this.time.now().plus(this.expires)),
                    List.of(new CanvasTables.Kept(id, canvas)));
        return true;
    }

    @Override
    public Optional<String> canvas(String id) {
        return look((connection, dialect) -> {
            try (PreparedStatement select = dialect.prepare(connection,
                    "select canvas from " + this.tables.canvases() + " where root_id = ?")) {
                dialect.bind(select, 1, Text.name(id));
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
                }
            }
        });
    }

    void removeExpired(int limit) {
        call("removed", (connection, dialect) -> {
            try (PreparedStatement delete = dialect.prepare(connection,
                    "delete from " + this.tables.canvases()
                            + " where root_id in (select root_id from (select root_id from " + this.tables.canvases()
                            + " where remove_at <= ? order by remove_at" + dialect.limit() + ") expired)")) {
                dialect.bindAll(delete, 1, List.of(this.time.now(), limit));
                return delete.executeUpdate();
            }
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

    private static ResultStoreException failed(String what, Exception failure) {
        return new ResultStoreException("A canvas cannot be " + what + ": " + failure.getMessage(), failure);
    }

}
