package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.sql.Dialect;

/** Dead letters in a table of their own. */
final class JdbcDeadLetters implements DeadLetters {

    /** An id of more digits is none of ours. */
    private static final int MOST_DIGITS = 18;

    private final JdbcConnections connections;

    private final JdbcMessages messages;

    JdbcDeadLetters(JdbcConnections connections, JdbcMessages messages) {
        this.connections = connections;
        this.messages = messages;
    }

    @Override
    public List<DeadLetter> list(@Nullable String queue, int offset, int limit) {
        if (limit < 1) {
            return List.of();
        }
        return this.connections.call((connection, dialect) -> {
            LetterTable table = table(dialect);
            List<Long> ids = table.ids(connection, queue, "desc", (int) Math.min(1_000_000, (long) offset + limit));
            return table.read(connection, ids.subList(Math.min(offset, ids.size()), ids.size()), false,
                    this.messages::read);
        });
    }

    @Override
    public long count(@Nullable String queue) {
        return this.connections.call((connection, dialect) -> table(dialect).count(connection, queue));
    }

    @Override
    public int replay(Collection<String> ids) {
        Set<String> queues = new HashSet<>();
        int replayed = this.connections
            .call((connection, dialect) -> replay(numbers(ids), queues, connection, dialect));
        this.connections.bell().ring(queues);
        return replayed;
    }

    private int replay(List<Long> ids, Set<String> queues, Connection connection, Dialect dialect) throws SQLException {
        List<Outgoing> anew = new ArrayList<>();
        List<Long> moved = new ArrayList<>();
        for (DeadLetter letter : table(dialect).read(connection, ids, true, this.messages::read)) {
            if (letter.content() instanceof Content.Readable readable) {
                anew.add(0, this.messages.write(fresh(readable.message())));
                moved.add(Long.valueOf(letter.id()));
                queues.add(letter.queue());
            }
        }
        if (!anew.isEmpty()) {
            MessageTable.of(this.connections.tables(), dialect).insert(connection, anew);
        }
        return table(dialect).remove(connection, moved);
    }

    /** It has waited for its time already. */
    private static TaskMessage fresh(TaskMessage message) {
        return message.header(TaskHeaders.DELIVERIES, null).header(TaskHeaders.PARKED_SINCE, null).due(null);
    }

    @Override
    public int remove(Collection<String> ids) {
        return this.connections.call((connection, dialect) -> table(dialect).remove(connection, numbers(ids)));
    }

    private LetterTable table(Dialect dialect) {
        return new LetterTable(this.connections.tables(), dialect);
    }

    private static List<Long> numbers(Collection<String> ids) {
        return ids.stream()
            .filter((id) -> !id.isEmpty() && id.length() <= MOST_DIGITS
                    && id.chars().allMatch((c) -> c >= '0' && c <= '9'))
            .map(Long::valueOf)
            .distinct()
            .toList();
    }

}
