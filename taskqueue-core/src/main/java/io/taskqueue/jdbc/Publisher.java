package io.taskqueue.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;
import io.taskqueue.sql.Sessions;
import io.taskqueue.sql.Trouble;

/** Messages on their way into the table, many in one statement. */
final class Publisher {

    private static final int MOST_ROWS = 1_000;

    /** MariaDB takes packets of 16 MB unless told otherwise. */
    private static final long MOST_BYTES = 4_000_000;

    private final JdbcConnections connections;

    private final JdbcMessages messages;

    Publisher(JdbcConnections connections, JdbcMessages messages) {
        this.connections = connections;
        this.messages = messages;
    }

    List<Answer> publish(Collection<TaskMessage> messages) {
        List<Item> items = new ArrayList<>();
        Answer[] answers = new Answer[messages.size()];
        int place = 0;
        for (TaskMessage message : messages) {
            try {
                items.add(new Item(place, this.messages.write(message)));
            }
            catch (IllegalArgumentException unusable) {
                answers[place] = Answer.failed(unusable);
            }
            place++;
        }
        portions(items).forEach((portion) -> insert(portion, answers));
        return List.of(answers);
    }

    /** Inserts in the transaction of this thread. */
    void join(Collection<TaskMessage> messages) {
        List<Item> items = new ArrayList<>();
        messages.forEach((message) -> items.add(new Item(items.size(), this.messages.write(message))));
        try {
            this.connections.sessions().joining((connection, dialect) -> {
                MessageTable table = MessageTable.of(this.connections.tables(), dialect);
                for (List<Item> portion : portions(items)) {
                    table.insert(connection, portion.stream().map(Item::row).toList());
                }
                return items;
            });
        }
        catch (SQLException failure) {
            throw new BrokerUnavailableException(
                    "The message could not be made part of the transaction: " + failure.getMessage(), false, failure);
        }
    }

    void committed(Collection<TaskMessage> messages) {
        Set<String> queues = new HashSet<>();
        messages.stream().filter((message) -> message.due() == null).forEach((message) -> queues.add(message.queue()));
        this.connections.bell().ring(queues);
    }

    private static List<List<Item>> portions(List<Item> items) {
        List<List<Item>> portions = new ArrayList<>();
        long size = 0;
        for (Item item : items) {
            size += item.row().size();
            if (portions.isEmpty() || size > MOST_BYTES || portions.get(portions.size() - 1).size() == MOST_ROWS) {
                portions.add(new ArrayList<>());
                size = item.row().size();
            }
            portions.get(portions.size() - 1).add(item);
        }
        return portions;
    }

    private void insert(List<Item> portion, Answer[] answers) {
        List<Outgoing> rows = portion.stream().map(Item::row).toList();
        try {
            this.connections.sessions().persistently((connection, dialect) -> {
                MessageTable.of(this.connections.tables(), dialect).insert(connection, rows);
                return rows;
            });
            portion.forEach((item) -> answers[item.place()] = Answer.done());
            Set<String> queues = new HashSet<>();
            rows.stream().filter((row) -> row.delayMicros() == 0).forEach((row) -> queues.add(row.queue()));
            this.connections.bell().ring(queues);
        }
        catch (SQLException failure) {
            failed(portion, failure, answers);
        }
    }

    /** One value that the database dislikes fails its own message only. */
    private void failed(List<Item> portion, SQLException failure, Answer[] answers) {
        if (Trouble.of(failure) == Trouble.VALUE && portion.size() > 1) {
            insert(portion.subList(0, portion.size() / 2), answers);
            insert(portion.subList(portion.size() / 2, portion.size()), answers);
            return;
        }
        BrokerUnavailableException trouble = this.connections.unavailable(failure);
        Answer answer = (failure instanceof Sessions.CommitUnknownException) ? Answer.unknown(trouble)
                : Answer.failed(trouble);
        portion.forEach((item) -> answers[item.place()] = answer);
    }

    /**
     * One message of a batch.
     *
     * @param place where in the batch
     * @param row what is inserted
     */
    private record Item(int place, Outgoing row) {
    }

}
