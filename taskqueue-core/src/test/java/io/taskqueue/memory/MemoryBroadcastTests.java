package io.taskqueue.memory;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.BroadcastContract;
import io.taskqueue.broker.BrokerUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemoryBroadcastTests extends BroadcastContract {

    private static final Broadcast.Notice PING = new Broadcast.Notice("ping", Map.of());

    @Override
    protected Broadcast open() {
        return new MemoryBroadcast();
    }

    @Override
    protected Broadcast openElsewhere(Broadcast here) {
        return here;
    }

    @Test
    void needsNoThreadBeforeSomebodyListens() {
        try (MemoryBroadcast broadcast = new MemoryBroadcast()) {
            long before = threads();
            broadcast.send(PING);
            assertThat(threads()).isEqualTo(before);
            broadcast.listen(Set.of("ping"), (notice) -> {
            });
            broadcast.send(PING);
            assertThat(threads()).isEqualTo(before + 1);
        }
    }

    @Test
    void leavesNoThreadBehindEvenOfADeafListener() throws InterruptedException {
        long before = threads();
        CountDownLatch inside = new CountDownLatch(1);
        MemoryBroadcast broadcast = new MemoryBroadcast();
        broadcast.listen(Set.of("ping"), (notice) -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            }
            catch (InterruptedException swallowed) {
                inside.countDown();
            }
        });
        broadcast.send(PING);
        inside.await();
        broadcast.close();
        assertThat(threads()).isEqualTo(before);
        assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(() -> broadcast.send(PING));
    }

    @Test
    @Tag("G20")
    void refusesMoreThanListenersCanHear() throws InterruptedException {
        try (MemoryBroadcast broadcast = new MemoryBroadcast()) {
            CountDownLatch end = new CountDownLatch(1);
            broadcast.listen(Set.of("ping"), (notice) -> await(end));
            assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(() -> {
                for (int i = 0; i < 20_000; i++) {
                    broadcast.send(PING);
                }
            }).withMessageContaining("too slow");
            end.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        }
        catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().equals("taskqueue-broadcast"))
            .count();
    }

}
