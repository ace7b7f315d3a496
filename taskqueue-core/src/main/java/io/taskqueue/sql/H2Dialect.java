package io.taskqueue.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** H2. */
final class H2Dialect extends Dialect {

    @Override
    public String product() {
        return "H2";
    }

    @Override
    public Family family() {
        return Family.H2;
    }

    /**
     * Without a limit of time: H2 would keep it on the connection, and the next user of
     * the pool would inherit it.
     */
    @Override
    public PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** The standard's words, which H2 takes in each of its modes. */
    @Override
    public String limit() {
        return " fetch first ? rows only";
    }

    @Override
    public String millisAgo() {
        return "dateadd(millisecond, -cast(? as bigint), current_timestamp)";
    }

    @Override
    public String microsAhead() {
        return "dateadd(microsecond, cast(? as bigint), current_timestamp)";
    }

}
