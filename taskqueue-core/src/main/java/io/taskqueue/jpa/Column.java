package io.taskqueue.jpa;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.taskqueue.sql.Moment;
import io.taskqueue.sql.Text;

/**
 * One column as it is written.
 *
 * @param name its name
 * @param type what it holds
 * @param merge what becomes of it when the row exists
 * @param value what a row to be written says in it
 * @param <R> the row to be written
 */
record Column<R>(String name, Type type, Merge merge, Function<R, @Nullable Object> value) {

    /** The columns of a list, with commas. */
    static <R> String names(List<Column<R>> columns) {
        return String.join(", ", columns.stream().map(Column::name).toList());
    }

    static <R> Column<R> text(String name, Merge merge, Function<R, @Nullable String> value) {
        return new Column<>(name, Type.TEXT, merge, (row) -> Text.clean(value.apply(row)));
    }

    static <R> Column<R> name(String name, Merge merge, Function<R, @Nullable String> value) {
        return new Column<>(name, Type.NAME, merge, (row) -> Text.name(value.apply(row)));
    }

    static <R> Column<R> time(String name, Merge merge, Function<R, @Nullable Instant> value) {
        return new Column<>(name, Type.TIME, merge, (row) -> Moment.storable(value.apply(row)));
    }

    static <R> Column<R> number(String name, Merge merge, Function<R, @Nullable Number> value) {
        return new Column<>(name, Type.NUMBER, merge, value::apply);
    }

    /** What a column holds. */
    enum Type {

        /** Text of any length. */
        TEXT,
        /** Text of at most {@value Text#NAME} characters. */
        NAME,
        /** A whole number. */
        NUMBER,
        /** A moment, in microseconds. */
        TIME

    }

    /** What becomes of a column when the row exists. */
    enum Merge {

        /** It is how the row is found. */
        KEY,
        /** What was told last stays. */
        LAST,
        /** What was told first stays, and whoever may speak at all may add it. */
        FIRST,
        /** The smaller one stays, whoever of those says it. */
        EARLIEST,
        /** What is there stays. */
        KEEP,
        /** The statement that stands says it, even if it says nothing. */
        STANDING,
        /** The statement that stands says it, unless it says nothing. */
        STANDING_IF_KNOWN,
        /**
         * The statement that stands says it; if it tells no progress, what the same run
         * told before stays.
         */
        PROGRESS,
        /** The newest run says it, in whatever order its statements come. */
        OF_RUN

    }

}
