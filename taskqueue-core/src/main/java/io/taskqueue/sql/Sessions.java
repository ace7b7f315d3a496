package io.taskqueue.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Short transactions on connections of their own, so that what is said is no part of the
 * caller's transaction and survives its rollback; and, on request, the caller's own.
 */
public final class Sessions {

    /** The longest one statement may take. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int MOST_TRIES = 8;

    private final DataSource dataSource;

    private volatile @Nullable Dialect dialect;

    private final Contact contact;

    public Sessions(DataSource dataSource, Contact contact) {
        this.dataSource = target(dataSource);
        this.contact = contact;
    }

    /** The source behind a proxy that would hand out the caller's own connection. */
    private static DataSource target(DataSource dataSource) {
        if (dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
            return proxy.getTargetDataSource();
        }
        return dataSource;
    }

    /** The dialect, once a connection has shown it. */
    public @Nullable Dialect dialect() {
        return this.dialect;
    }

    /**
     * Does some work in a transaction.
     * @throws NoConnectionException if there is no connection to be had
     * @throws CommitUnknownException if the commit went out and its answer did not come
     */
    private <T> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = connection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            T result;
            try {
                Dialect dialect = dialect(connection);
                dialect.begin(connection);
                result = work.on(connection, dialect);
            }
            catch (SQLException | RuntimeException | Error failure) {
                undo(connection, autoCommit, failure);
                throw failure;
            }
            commit(connection);
            restore(connection, autoCommit);
            return result;
        }
    }

    /**
     * Does some work in a transaction, again where somebody else was at the same rows.
     */
    public <T> T persistently(Work<T> work) throws SQLException {
        for (int tries = 1;; tries++) {
            try {
                T result = transaction(work);
                this.contact.answered();
                return result;
            }
            catch (SQLException failure) {
                if (Trouble.of(failure) == Trouble.OTHER) {
                    this.contact.broken();
                }
                if (Trouble.of(failure) != Trouble.CONFLICT || tries == MOST_TRIES) {
                    throw failure;
                }
                // jitter, or the same nodes meet at the same rows again
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(2L << tries)));
            }
        }
    }

    /**
     * Looks at something without a transaction, so with no locks and in one round trip
     * for each statement.
     */
    public <T> T look(Work<T> work) throws SQLException {
        try (Connection connection = connection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                T seen = work.on(connection, dialect(connection));
                this.contact.answered();
                return seen;
            }
            finally {
                connection.setAutoCommit(autoCommit);
            }
        }
        catch (SQLException failure) {
            if (Trouble.of(failure) == Trouble.OTHER) {
                this.contact.broken();
            }
            throw failure;
        }
    }

    /**
     * Whether this thread is in a transaction on this database that can be written in.
     */
    public boolean joinable() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            return false;
        }
        return TransactionSynchronizationManager.getResource(this.dataSource) instanceof ConnectionHolder holder
                && transactional(holder);
    }

    /**
     * Within another database's transaction there may be a connection to this one too,
     * which commits by itself.
     */
    private static boolean transactional(ConnectionHolder holder) {
        try {
            return !holder.getConnection().getAutoCommit();
        }
        catch (SQLException broken) {
            return false;
        }
    }

    /** Whether these lead to the same database, by the same source. */
    public boolean same(Sessions others) {
        return this.dataSource == others.dataSource;
    }

    /** Does some work in the transaction of this thread, which somebody else ends. */
    public <T> T joining(Work<T> work) throws SQLException {
        Connection connection = DataSourceUtils.getConnection(this.dataSource);
        try {
            return work.on(connection, dialect(connection));
        }
        finally {
            DataSourceUtils.releaseConnection(connection, this.dataSource);
        }
    }

    /**
     * A connection for the caller alone, who closes it.
     * @throws NoConnectionException if there is none to be had
     */
    public Connection connection() throws NoConnectionException {
        try {
            return this.dataSource.getConnection();
        }
        catch (SQLException | RuntimeException failure) {
            throw new NoConnectionException(failure);
        }
    }

    private Dialect dialect(Connection connection) throws SQLException {
        Dialect known = this.dialect;
        if (known == null) {
            known = Dialect.of(connection);
            this.dialect = known;
        }
        return known;
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        }
        catch (SQLException failure) {
            if (Trouble.of(failure) == Trouble.CONFLICT) {
                throw failure;
            }
            throw new CommitUnknownException(failure);
        }
    }

    private void undo(Connection connection, boolean autoCommit, Throwable failure) {
        try {
            connection.rollback();
            leave(connection, autoCommit);
        }
        catch (SQLException further) {
            failure.addSuppressed(further);
        }
    }

    private void restore(Connection connection, boolean autoCommit) {
        try {
            leave(connection, autoCommit);
        }
        catch (SQLException broken) {
            // the work is committed, and a pool notices on its own that the connection is
            // of no use any more
        }
    }

    private void leave(Connection connection, boolean autoCommit) throws SQLException {
        connection.setAutoCommit(autoCommit);
        Dialect known = this.dialect;
        if (known != null) {
            known.end(connection);
        }
    }

    /** Something done on a connection. */
    public interface Work<T> {

        /** Does it, in the transaction that this connection is in. */
        T on(Connection connection, Dialect dialect) throws SQLException;

    }

    /** Says that the source gave no connection, perhaps after a long wait. */
    public static final class NoConnectionException extends SQLException {

        NoConnectionException(Exception cause) {
            super("No connection to the database: " + cause.getMessage(), cause);
        }

    }

    /** Says that a commit may or may not have happened. */
    public static final class CommitUnknownException extends SQLException {

        CommitUnknownException(SQLException cause) {
            super("Nobody can say whether the commit happened: " + cause.getMessage(), cause.getSQLState(), cause);
        }

    }

}
