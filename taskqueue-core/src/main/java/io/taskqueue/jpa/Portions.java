package io.taskqueue.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Rows in portions that every database takes in one statement. */
final class Portions {

    private static final int MOST_ROWS = 1_000;

    /**
     * In characters: MariaDB takes packets of 16 MB unless told otherwise, and a
     * character may need four bytes.
     */
    private static final long MOST_TEXT = 1_000_000;

    private Portions() {
    }

    /**
     * These rows, in their order.
     * @param size how many characters a row has
     */
    static <R> List<List<R>> of(List<R> rows, ToLongFunction<R> size) {
        List<List<R>> portions = new ArrayList<>();
        long text = 0;
        for (R row : rows) {
            text += size.applyAsLong(row);
            if (portions.isEmpty() || text > MOST_TEXT || portions.get(portions.size() - 1).size() == MOST_ROWS) {
                portions.add(new ArrayList<>());
                text = size.applyAsLong(row);
            }
            portions.get(portions.size() - 1).add(row);
        }
        return portions;
    }

}
