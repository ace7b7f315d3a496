package io.taskqueue.sql;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/** What kind of trouble a database reports, as far as it decides what to do next. */
public enum Trouble {

    /** Somebody else was at the same rows: the same again may well succeed. */
    CONFLICT,
    /** The database dislikes a value: the other rows of the statement may be fine. */
    VALUE,
    /**
     * Anything else, such as a lost connection or a missing table: other rows would fare
     * no better.
     */
    OTHER;

    private static final int MARIADB_LOCK_TIMEOUT = 1205;

    private static final String POSTGRES_LOCK_TIMEOUT = "55P03";

    private static final int H2_LOCK_TIMEOUT = 50200;

    private static final int H2_CONCURRENT_UPDATE = 90131;

    /** What this failure means. */
    public static Trouble of(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                Trouble trouble = of(sql.getSQLState(), sql.getErrorCode());
                if (trouble != OTHER) {
                    return trouble;
                }
            }
        }
        return OTHER;
    }

    private static Trouble of(@Nullable String state, int code) {
        if (code == MARIADB_LOCK_TIMEOUT || code == H2_LOCK_TIMEOUT || code == H2_CONCURRENT_UPDATE || state == null) {
            return (state == null) ? OTHER : CONFLICT;
        }
        // a key that exists after all was inserted by another node at the same moment
        if (state.startsWith("40") || state.equals("23505") || state.equals(POSTGRES_LOCK_TIMEOUT)) {
            return CONFLICT;
        }
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54") || state.startsWith("HY")
                ? VALUE : OTHER;
    }

}
