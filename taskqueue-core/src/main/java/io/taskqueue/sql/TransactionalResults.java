package io.taskqueue.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskResult;

/** A result store that can store in somebody else's transaction on its database. */
public interface TransactionalResults {

    /** Whether these lead to its database. */
    boolean sharesDatabase(Sessions sessions);

    /**
     * Stores statements. Trouble is the caller's, whose transaction it is.
     * @throws SQLException if not all of it can be stored
     */
    Stored storeWithin(Connection connection, Dialect dialect, List<TaskResult> statements) throws SQLException;

    /**
     * What was stored, as far as the transaction commits.
     *
     * @param answers one for each statement, in the same order
     * @param committed to be run when it has
     */
    record Stored(List<Answer> answers, Runnable committed) {
    }

}
