package io.taskqueue.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/** MariaDB and MySQL. Moments are kept without a zone, in UTC. */
final class MySqlDialect extends Dialect {

    private final String product;

    /** MySQL cannot end a transaction for that. */
    private final boolean endsIdle;

    MySqlDialect(String product) {
        this.product = product;
        this.endsIdle = product.equals("MariaDB");
    }

    @Override
    public String product() {
        return this.product;
    }

    @Override
    public Family family() {
        return Family.MYSQL;
    }

    /**
     * At the default level nodes lock the gaps between each other's rows, and half of
     * their flushes end in deadlocks.
     */
    @Override
    public void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level read committed");
            if (this.endsIdle) {
                statement.execute("set @taskqueue_idle = @@idle_transaction_timeout, idle_transaction_timeout = "
                        + IDLE.toSeconds());
            }
        }
    }

    @Override
    public void end(Connection connection) throws SQLException {
        if (this.endsIdle) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set idle_transaction_timeout = @taskqueue_idle");
            }
        }
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof Instant moment) {
            statement.setObject(index, LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
        }
        else {
            statement.setObject(index, value);
        }
    }

    @Override
    public @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        LocalDateTime moment = row.getObject(column, LocalDateTime.class);
        return (moment != null) ? moment.toInstant(ZoneOffset.UTC) : null;
    }

    @Override
    public String now() {
        return "utc_timestamp(6)";
    }

    @Override
    public String millisAgo() {
        return "utc_timestamp(6) - interval (? * 1000) microsecond";
    }

    @Override
    public String microsAhead() {
        return "utc_timestamp(6) + interval ? microsecond";
    }

}
