package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Settlement;
import io.taskqueue.sql.Dialect;

/** What is to become of loans, in one transaction. */
final class Settling {

    private final List<Long> acknowledged = new ArrayList<>();

    private final List<Long> released = new ArrayList<>();

    private final Map<Long, String> dead = new LinkedHashMap<>();

    /** Of all these, those that are the owner's. */
    static Set<Loan> owned(List<Completion> completions, String owner, Connection connection, MessageTable table)
            throws SQLException {
        return table.owned(connection, owner, completions.stream().map(Settling::loan).toList());
    }

    static Loan loan(Completion completion) {
        return ((JdbcDelivery) completion.delivery()).loan();
    }

    void add(Completion completion) {
        long id = loan(completion).id();
        Settlement settlement = completion.settlement();
        if (settlement instanceof Settlement.DeadLettered letter) {
            this.dead.put(id, letter.reason());
        }
        else if (settlement instanceof Settlement.Release) {
            this.released.add(id);
        }
        else {
            this.acknowledged.add(id);
        }
    }

    void write(Tables tables, int mostLetters, Connection connection, Dialect dialect) throws SQLException {
        MessageTable messages = MessageTable.of(tables, dialect);
        messages.delete(connection, this.acknowledged);
        messages.release(connection, this.released);
        if (!this.dead.isEmpty()) {
            new LetterTable(tables, dialect).bury(connection, this.dead, mostLetters);
        }
    }

}
