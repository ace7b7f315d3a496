package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.taskqueue.result.TaskState;
import io.taskqueue.sql.Dialect;

/** How rows are written that may be there already, in the words of one database. */
abstract class Upserts {

    static final String STANDING_COLUMNS = "task_id, state, attempt, deliveries, run_token, updated_at, started_at";

    final Dialect dialect;

    Upserts(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Those of this database. */
    static Upserts in(Dialect dialect) {
        return switch (dialect.family()) {
            case POSTGRES -> new PostgresUpserts(dialect);
            case MYSQL -> new MySqlUpserts(dialect);
            case H2 -> new H2Upserts(dialect);
        };
    }

    /** Writes rows, all in one statement as far as the database can. */
    abstract <R> void write(Connection connection, Table<R> table, List<R> rows) throws SQLException;

    /** Writes rows of tasks, and says how each stands afterwards. */
    Map<String, Standing> writeAndAsk(Connection connection, Table<Story> table, List<Story> rows) throws SQLException {
        write(connection, table, rows);
        List<String> ids = rows.stream().map(Story::id).toList();
        String sql = "select " + STANDING_COLUMNS + " from " + table.name() + " where task_id in "
                + Dialect.marks(ids.size());
        try (PreparedStatement select = this.dialect.prepare(connection, sql)) {
            this.dialect.bindAll(select, 1, ids);
            return standings(select);
        }
    }

    Map<String, Standing> standings(PreparedStatement query) throws SQLException {
        Map<String, Standing> standings = new HashMap<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                standings.put(rows.getString(1), new Standing(Rows.run(rows), TaskState.of(rows.getString(2)),
                        this.dialect.moment(rows, "updated_at"), this.dialect.moment(rows, "started_at")));
            }
        }
        return standings;
    }

    /** An upsert of one home with one parameter, seen {@code seen}. */
    abstract String attest(String table, String seen);

}
