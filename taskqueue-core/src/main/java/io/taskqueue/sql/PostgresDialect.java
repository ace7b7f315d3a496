package io.taskqueue.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** PostgreSQL. */
final class PostgresDialect extends Dialect {

    private static final Duration LOCKED = IDLE.dividedBy(2);

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public Family family() {
        return Family.POSTGRES;
    }

    /**
     * Whoever waits for a lock gives up before its statement does: a statement that the
     * client has left waits on at the server, with a connection of its own.
     */
    @Override
    public void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local idle_in_transaction_session_timeout = " + IDLE.toMillis()
                    + "; set local lock_timeout = " + LOCKED.toMillis());
        }
    }

    @Override
    public String millisAgo() {
        return "current_timestamp - cast(? as bigint) * interval '1 millisecond'";
    }

    @Override
    public String microsAhead() {
        return "clock_timestamp() + cast(? as bigint) * interval '1 microsecond'";
    }

}
