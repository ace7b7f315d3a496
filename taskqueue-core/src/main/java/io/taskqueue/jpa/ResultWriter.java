package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskResult;
import io.taskqueue.sql.Dialect;

/** Folds what a batch says into rows, and has them written many at once. */
final class ResultWriter {

    private final RowWriter rows;

    ResultWriter(RowWriter rows) {
        this.rows = rows;
    }

    List<Answer> store(Collection<TaskResult> statements) {
        Flush flush = new Flush();
        write(statements, flush, (portion) -> this.rows.write(portion, flush));
        return flush.of(statements);
    }

    /** Stores in a transaction that somebody else ends. */
    List<Answer> storeWithin(Connection connection, Dialect dialect, Collection<TaskResult> statements)
            throws SQLException {
        Flush flush = new Flush();
        write(statements, flush, (portion) -> this.rows.writeWithin(portion, flush, connection, dialect));
        return flush.of(statements);
    }

    private static <E extends Exception> void write(Collection<TaskResult> statements, Flush flush, Writing<E> writing)
            throws E {
        List<TaskResult> left = List.copyOf(statements);
        while (!left.isEmpty()) {
            List<TaskResult> later = new ArrayList<>();
            for (List<Story> portion : Portions.of(fold(left, later), Story::size)) {
                writing.write(portion);
            }
            later.addAll(0, flush.again());
            left = later;
        }
    }

    /**
     * One story for each task; what does not belong to it waits for the next round, and
     * so does what follows that.
     */
    private static List<Story> fold(List<TaskResult> statements, List<TaskResult> later) {
        Map<String, Story> stories = new LinkedHashMap<>();
        Set<String> closed = new HashSet<>();
        for (TaskResult statement : statements) {
            Story story = stories.get(statement.id());
            if (story == null) {
                stories.put(statement.id(), new Story(statement));
            }
            else if (closed.contains(statement.id()) || !story.add(statement)) {
                closed.add(statement.id());
                later.add(statement);
            }
        }
        // always in the order of the ids: nodes that write the same rows then wait for
        // each other in turn
        return stories.values().stream().sorted(Comparator.comparing(Story::id)).toList();
    }

    /** Writes stories, many at once. */
    private interface Writing<E extends Exception> {

        void write(List<Story> portion) throws E;

    }

}
