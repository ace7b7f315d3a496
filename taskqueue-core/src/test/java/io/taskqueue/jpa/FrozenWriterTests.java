package io.taskqueue.jpa;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.sql.Contact;
import io.taskqueue.sql.Sessions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that freezes in the middle of a transaction, or whose machine loses its
 * power, says nothing to the database any more, and its locks must not outlive its lease
 * by much.
 */
class FrozenWriterTests {

    @ParameterizedTest
    @EnumSource(names = { "POSTGRES", "MARIADB" })
    @Tag("G5")
    void otherWritesTheRowOfAFrozenOne(Database database) throws Exception {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.queued("a")));
        Sessions frozen = new Sessions(database.pool(), new Contact(TimeSource.system()));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch thawed = new CountDownLatch(1);
        CompletableFuture<Exception> end = CompletableFuture.supplyAsync(() -> {
            try {
                frozen.persistently((connection, dialect) -> {
                    try (PreparedStatement lock = dialect.prepare(connection,
                            "select * from taskqueue_result where task_id = 'a' for update")) {
                        lock.executeQuery();
                        locked.countDown();
                        thawed.await();
                        return lock.executeQuery().next();
                    }
                    catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                });
                return new IllegalStateException("it went on as if nothing had been");
            }
            catch (SQLException refused) {
                return refused;
            }
        });
        locked.await();
        assertThat(store.store(List.of(Said.success("a", Said.run(1, 1))))).containsExactly(Answer.done());
        thawed.countDown();
        assertThat(end.get()).isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @EnumSource
    void connectionGoesBackAsItWas(Database database) throws SQLException {
        String ask = switch (database) {
            case POSTGRES -> "show idle_in_transaction_session_timeout";
            case MARIADB -> "select @@idle_transaction_timeout";
            case H2 -> "select 0";
        };
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        for (int i = 0; i < 20; i++) {
            store.store(List.of(Said.queued("a" + i)));
            assertThat(database.jdbc().queryForObject(ask, String.class)).isEqualTo("0");
        }
    }

}
