package io.taskqueue.jdbc;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broadcast.Notice;
import io.taskqueue.broker.BroadcastContract;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.jpa.Database;
import io.taskqueue.message.TimeSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

abstract class JdbcBroadcastContract extends BroadcastContract {

    private static final Notice PING = new Notice("ping", Map.of());

    private final JdbcDatabase database;

    private final JdbcConnections here;

    private final JdbcConnections there;

    JdbcBroadcastContract(Database kind) {
        this.database = JdbcDatabase.of(kind);
        this.here = new JdbcConnections(this.database.pool(), null, TimeSource.system());
        this.there = new JdbcConnections(this.database.pool(), null, TimeSource.system());
    }

    @Override
    protected Broadcast open() {
        return new JdbcBroadcast(this.here);
    }

    @Override
    protected Broadcast openElsewhere(Broadcast here) {
        return new JdbcBroadcast(this.there);
    }

    @AfterEach
    void closeConnections() {
        this.here.close();
        this.there.close();
    }

    @Test
    void garbageOnTheBoardIsIgnored() throws InterruptedException {
        BlockingQueue<Notice> heard = new LinkedBlockingQueue<>();
        try (JdbcBroadcast broadcast = new JdbcBroadcast(this.here)) {
            broadcast.listen(Set.of("ping"), heard::add);
            for (String garbage : new String[] { "", "x", "null", "[]", "{\"topic\":\"ping\"}", "{\"topic\":1}" }) {
                this.database.jdbc()
                    .update("insert into taskqueue_notice (said_at, body) select max(said_at), ? from taskqueue_notice"
                            + " having max(said_at) is not null", garbage);
            }
            broadcast.send(PING);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(PING);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void saysNothingOnceClosed() {
        JdbcBroadcast broadcast = new JdbcBroadcast(this.here);
        broadcast.close();
        broadcast.close();
        assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(() -> broadcast.send(PING));
    }

}
