package io.taskqueue.sql;

/** PostgreSQL. */
final class PostgresDialect extends Dialect {

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public Family family() {
        return Family.POSTGRES;
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
