package io.taskqueue.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.Broadcast.Notice;
import io.taskqueue.broker.Broadcast.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link Broadcast} promises. */
public abstract class BroadcastContract {

    private final BlockingQueue<Notice> heard = new LinkedBlockingQueue<>();

    private Broadcast here;

    private Broadcast there;

    /** Opens the broadcast under test. */
    protected abstract Broadcast open();

    /** Opens it for another node; the same where it ends with the process. */
    protected abstract Broadcast openElsewhere(Broadcast here);

    @BeforeEach
    void openBroadcasts() {
        this.here = open();
        this.there = openElsewhere(this.here);
    }

    @AfterEach
    void closeBroadcasts() {
        this.there.close();
        this.here.close();
    }

    private static Notice notice(String topic, Object value) {
        return new Notice(topic, Map.of("value", value));
    }

    private Notice next() throws InterruptedException {
        Notice notice = this.heard.poll(10, TimeUnit.SECONDS);
        assertThat(notice).isNotNull();
        return notice;
    }

    @Test
    void reachesThisNodeAndOthers() throws InterruptedException {
        this.here.listen(Set.of("revoke"), this.heard::add);
        this.there.listen(Set.of("revoke"), this.heard::add);
        this.here.send(notice("revoke", "a"));
        assertThat(List.of(next(), next())).containsOnly(notice("revoke", "a"));
    }

    @Test
    void keepsTheKindsOfItsFields() throws InterruptedException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("text", "ä\n\"");
        fields.put("flag", true);
        fields.put("ids", List.of("a", "b"));
        fields.put("nothing", null);
        fields.put("map", Map.of("k", "v"));
        this.there.listen(Set.of("rate"), this.heard::add);
        this.here.send(new Notice("rate", fields));
        assertThat(next().fields()).isEqualTo(fields);
    }

    @Test
    void listenerHearsItsTopicsOnly() throws InterruptedException {
        this.here.listen(Set.of("revoke", "ping"), this.heard::add);
        this.here.send(notice("other", 1));
        this.here.send(notice("ping", 2));
        this.here.send(notice("revoke", 3));
        assertThat(List.of(next().topic(), next().topic())).containsExactly("ping", "revoke");
        assertThat(this.heard).isEmpty();
    }

    @Test
    void noticesComeOneByOneInOrder() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        this.there.listen(Set.of("count"), (notice) -> {
            Notice told = (inside.getAndIncrement() == 0) ? notice : notice("two at once", 0);
            this.heard.add(told);
            inside.decrementAndGet();
        });
        List<Notice> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sent.add(notice("count", "n" + i));
            this.here.send(sent.get(i));
        }
        List<Notice> got = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            got.add(next());
        }
        assertThat(got).isEqualTo(sent);
    }

    @Test
    void listenerIsCalledOnAThreadOfTheBroadcast() throws InterruptedException {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        this.here.listen(Set.of("ping"), (notice) -> threads.add(Thread.currentThread()));
        this.here.send(notice("ping", 1));
        assertThat(threads.poll(10, TimeUnit.SECONDS)).isNotNull().isNotSameAs(Thread.currentThread());
    }

    @Test
    void throwingListenerHarmsNobody() throws InterruptedException {
        this.here.listen(Set.of("ping"), (notice) -> {
            throw new IllegalStateException("on purpose");
        });
        this.here.listen(Set.of("ping"), (notice) -> {
            this.heard.add(notice);
            throw new AssertionError("on purpose");
        });
        this.here.send(notice("ping", 1));
        this.here.send(notice("ping", 2));
        assertThat(List.of(next(), next())).containsExactly(notice("ping", 1), notice("ping", 2));
    }

    @Test
    void closedSubscriptionHearsNothingMore() throws InterruptedException {
        BlockingQueue<Notice> closed = new LinkedBlockingQueue<>();
        Subscription subscription = this.here.listen(Set.of("ping"), closed::add);
        this.here.listen(Set.of("ping"), this.heard::add);
        subscription.close();
        subscription.close();
        this.here.send(notice("ping", 1));
        next();
        assertThat(closed).isEmpty();
    }

    @Test
    void whoComesLaterHasMissedIt() throws InterruptedException {
        this.here.send(notice("ping", 1));
        this.here.listen(Set.of("ping"), this.heard::add);
        this.here.send(notice("ping", 2));
        assertThat(next()).isEqualTo(notice("ping", 2));
    }

}
