package io.taskqueue.jpa;

import java.util.List;

/**
 * The rule of {@code TaskStory} in SQL, so that the row itself decides what it takes: an
 * end stands, a newer run speaks over an older one, within one run the higher rank
 * stands, and what a late statement of the same run or of the caller knows besides is
 * kept.
 *
 * @param row how a dialect writes a column of the row there is, {@code %s} its name
 * @param given how it writes a column of the row to be written
 * @param divide how it divides whole numbers
 */
record Merging(String row, String given, String divide) {

    /** The assignments of an update. */
    <R> String assignments(List<Column<R>> columns) {
        return String.join(", ", columns.stream().map((column) -> column.name() + " = " + merged(column)).toList());
    }

    private String merged(Column<?> column) {
        String there = this.row.formatted(column.name());
        String said = this.given.formatted(column.name());
        String known = "coalesce(" + said + ", " + there + ")";
        return switch (column.merge()) {
            case KEY, KEEP -> there;
            case LAST -> said;
            case FIRST -> when(listens(), "coalesce(" + there + ", " + said + ")", there);
            case EARLIEST -> when(listens(), "least(" + there + ", " + said + ")", there);
            case STANDING -> when(stands(), said, there);
            case STANDING_IF_KNOWN -> when(stands(), known, there);
            case PROGRESS -> when(stands() + " and not (" + sameRun() + " and " + given("progress_total") + " is null)",
                    said, there);
            case OF_RUN -> when(sameRun(), known, when(stands(), said, there));
        };
    }

    private static String when(String condition, String then, String otherwise) {
        return "case when " + condition + " then " + then + " else " + otherwise + " end";
    }

    private String stands() {
        return "(" + row("done_at") + " is null and " + given("standing") + " >= " + row("standing") + ")";
    }

    private String sameRun() {
        return "(" + given("standing") + " " + this.divide + " " + Standing.RANKS + " = " + row("standing") + " "
                + this.divide + " " + Standing.RANKS + ")";
    }

    private String listens() {
        String late = "(" + given("standing") + " < " + Standing.RANKS + " and " + given("done_at") + " is null)";
        return "(" + stands() + " or " + sameRun() + " or " + late + ")";
    }

    private String row(String column) {
        return this.row.formatted(column);
    }

    private String given(String column) {
        return this.given.formatted(column);
    }

}
