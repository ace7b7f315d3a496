package io.taskqueue.jpa;

import java.util.List;

/**
 * A table as it is written.
 *
 * @param name its name, with the schema where one is configured
 * @param columns its columns
 * @param <R> the row to be written
 */
record Table<R>(String name, List<Column<R>> columns) {

    Table {
        columns = List.copyOf(columns);
    }

    /** The columns by which a row is found. */
    List<Column<R>> key() {
        return this.columns.stream().filter((column) -> column.merge() == Column.Merge.KEY).toList();
    }

    /** The columns that change when the row exists, in the order of the table. */
    List<Column<R>> changing() {
        return this.columns.stream().filter((column) -> column.merge() != Column.Merge.KEY).toList();
    }

}
