package io.taskqueue.jdbc;

import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.TimeSource;
import io.taskqueue.sql.Contact;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Sessions;

/**
 * The way of a broker, its wishes and its broadcast into one database. Nothing here
 * connects before it has to, so it starts without the database too.
 */
public final class JdbcConnections implements AutoCloseable {

    private final Contact contact;

    private final Sessions sessions;

    private final Tables tables;

    private final Bell bell;

    private final Noticeboard board;

    /**
     * A way through this data source.
     * @param schema where our tables are, or {@code null} for the connection's own schema
     */
    public JdbcConnections(DataSource dataSource, @Nullable String schema, TimeSource time) {
        this.contact = new Contact(time);
        this.sessions = new Sessions(dataSource, this.contact);
        this.tables = new Tables(schema);
        this.bell = new Bell(this.sessions, (schema != null) ? "taskqueue_" + schema : "taskqueue");
        this.board = new Noticeboard(this, time);
    }

    Sessions sessions() {
        return this.sessions;
    }

    Contact contact() {
        return this.contact;
    }

    Tables tables() {
        return this.tables;
    }

    Bell bell() {
        return this.bell;
    }

    Noticeboard board() {
        return this.board;
    }

    /**
     * Does some work in a short transaction of its own.
     * @throws BrokerUnavailableException if that is not possible
     */
    <T> T call(Sessions.Work<T> work) {
        try {
            return this.sessions.persistently(work);
        }
        catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    /**
     * Looks at something, and changes nothing.
     * @throws BrokerUnavailableException if that is not possible
     */
    <T> T look(Sessions.Work<T> work) {
        try {
            return this.sessions.look(work);
        }
        catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    BrokerUnavailableException unavailable(SQLException failure) {
        return new BrokerUnavailableException("The database of the broker did not do it: " + failure.getMessage(),
                failure instanceof Sessions.CommitUnknownException, failure);
    }

    String description() {
        Dialect dialect = this.sessions.dialect();
        return (dialect != null) ? "jdbc (" + dialect.product() + ")" : "jdbc";
    }

    @Override
    public void close() {
        this.bell.close();
    }

}
