package io.taskqueue.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Tables as they are found in a database. */
public final class Schemas {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private Schemas() {
    }

    /**
     * Whether this can stand in a statement as the name of a schema: a letter or _ and up
     * to 62 letters, digits and _.
     */
    public static boolean plain(String name) {
        return IDENTIFIER.matcher(name).matches();
    }

    /**
     * What is missing of a table: itself, or each column as {@code table.column}; empty
     * where nothing is.
     */
    public static List<String> missing(Connection connection, String table, Collection<String> columns)
            throws SQLException {
        Set<String> there = columns(connection, table);
        if (there == null) {
            return List.of(table);
        }
        return columns.stream().filter((name) -> !there.contains(name)).map((name) -> table + "." + name).toList();
    }

    /** The columns of a table, or {@code null} where there is none of this name. */
    private static @Nullable Set<String> columns(Connection connection, String table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select * from " + table + " where 1 = 0");
                ResultSet none = select.executeQuery()) {
            ResultSetMetaData data = none.getMetaData();
            Set<String> names = new HashSet<>();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                names.add(data.getColumnLabel(i).toLowerCase(Locale.ROOT));
            }
            return names;
        }
        catch (SQLException failure) {
            if (absent(failure)) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                return null;
            }
            throw failure;
        }
    }

    private static boolean absent(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        // PostgreSQL's words for no such table and no such schema, and the standard's
        return state.equals("42P01") || state.equals("3F000") || state.startsWith("42S0") || state.startsWith("90079");
    }

}
