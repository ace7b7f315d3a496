package io.taskqueue.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The limit: one thread that claims rows as a worker of ours does, and one that deletes
 * them. Nothing is read, nothing runs.
 */
public final class RawDatabaseWorker {

    private static final int BATCH = 110;

    private static final String CLAIM = """
            update taskqueue_message set owner = 'raw', loan = loan + 1, deliveries = deliveries + 1
            where message_id in (select message_id from taskqueue_message
                where owner is null and queue = 'bench' and due_at <= now()
                order by step, due_at, message_id limit ? for update skip locked)
            returning message_id, task_id, task_name, headers, body""";

    private static final String DELETE = "delete from taskqueue_message where message_id = any (?)";

    private final BlockingQueue<List<Long>> claimed = new ArrayBlockingQueue<>(2);

    private final HikariDataSource pool;

    private RawDatabaseWorker(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * @param args the database's URL
     */
    public static void main(String[] args) throws Exception {
        RawDatabaseWorker worker = new RawDatabaseWorker(Database.pool(args[0]));
        Thread deleter = new Thread(worker::deleteAll);
        deleter.start();
        worker.claimAll();
        deleter.join();
    }

    private void claimAll() throws SQLException, InterruptedException {
        try (Connection connection = this.pool.getConnection();
                PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            List<Long> ids;
            do {
                ids = new ArrayList<>();
                claim.setInt(1, BATCH);
                try (ResultSet rows = claim.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                }
                this.claimed.put(ids);
            }
            while (!ids.isEmpty());
        }
    }

    private void deleteAll() {
        try (Connection connection = this.pool.getConnection();
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (List<Long> ids = this.claimed.take(); !ids.isEmpty(); ids = this.claimed.take()) {
                Array array = connection.createArrayOf("bigint", ids.toArray());
                delete.setArray(1, array);
                delete.executeUpdate();
            }
        }
        catch (SQLException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

}
