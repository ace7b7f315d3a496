package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.admission.Wishes;
import io.taskqueue.admission.WishesContract;
import io.taskqueue.jpa.Database;
import io.taskqueue.message.ManualTime;
import io.taskqueue.message.TimeSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class JdbcWishesContract extends WishesContract {

    private static final Duration KEEP = Duration.ofHours(24);

    private final JdbcDatabase database;

    private final ManualTime time = new ManualTime();

    private final JdbcConnections here;

    private final JdbcConnections there;

    private final JdbcWishes wishes;

    private final JdbcWishes others;

    JdbcWishesContract(Database kind) {
        this.database = JdbcDatabase.of(kind);
        this.here = new JdbcConnections(this.database.pool(), null, this.time);
        this.there = new JdbcConnections(this.database.pool(), null, TimeSource.system());
        this.wishes = new JdbcWishes(this.here);
        this.others = new JdbcWishes(this.there);
    }

    @BeforeEach
    void clear() {
        this.database.clear();
    }

    @AfterEach
    void close() {
        this.here.close();
        this.there.close();
    }

    @Override
    protected Wishes open() {
        return this.wishes;
    }

    /** On both clocks: of the database, which tells how long wishes last, and of ours. */
    @Override
    protected void advance(Duration time) {
        this.database.advance(time);
        this.time.advance(time);
    }

    @Test
    void revocationEndsAfterItsTime() {
        this.wishes.revoke(List.of("a"), Duration.ofMinutes(1));
        advance(Duration.ofSeconds(61));
        assertThat(this.wishes.revoked(List.of("a"))).isEmpty();
    }

    @Test
    void longestTimeDoesNotOverflow() {
        this.wishes.revoke(List.of("a"), Duration.ofSeconds(Long.MAX_VALUE));
        advance(Duration.ofDays(30_000));
        assertThat(this.wishes.revoked(List.of("a"))).containsExactly("a");
    }

    @Test
    @Tag("G15")
    void wishOfAnotherIsSeenWithinTwoSeconds() {
        assertThat(this.wishes.revoked(List.of("a"))).isEmpty();
        this.others.revoke(List.of("a"), KEEP);
        this.others.pause("q");
        this.time.advance(Duration.ofMillis(1500));
        assertThat(this.wishes.revoked(List.of("a", "b"))).containsExactly("a");
        assertThat(this.wishes.paused()).containsExactly("q");
        this.others.resume("q");
        this.others.revoke(List.of("b"), KEEP);
        assertThat(this.wishes.revoked(List.of("a", "b"))).containsExactlyInAnyOrder("a", "b");
        this.time.advance(Duration.ofMillis(1500));
        assertThat(this.wishes.paused()).isEmpty();
    }

    @Test
    void ownWishIsSeenAtOnce() {
        assertThat(this.wishes.revoked(List.of("a"))).isEmpty();
        assertThat(this.wishes.paused()).isEmpty();
        this.wishes.revoke(List.of("a"), KEEP);
        this.wishes.pause("q");
        assertThat(this.wishes.revoked(List.of("a"))).containsExactly("a");
        assertThat(this.wishes.paused()).containsExactly("q");
    }

    @Test
    @Tag("G20")
    void oldestOfTooManyRevocationsAreDropped() {
        this.wishes.revoke(List.of("first"), Duration.ofHours(1));
        this.wishes.revoke(IntStream.range(0, JdbcWishes.MAX_REVOCATIONS).mapToObj((i) -> "m" + i).toList(), KEEP);
        assertThat(this.wishes.revoked(List.of("first", "m0"))).containsExactly("m0");
    }

}
