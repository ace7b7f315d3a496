package io.taskqueue.admission;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link Wishes} promises. */
public abstract class WishesContract {

    private static final Duration KEEP = Duration.ofHours(24);

    private final String prefix = UUID.randomUUID().toString();

    private final String one = this.prefix + ".one";

    private final String other = this.prefix + ".other";

    private Wishes wishes;

    /** Opens the wishes under test. */
    protected abstract Wishes open();

    /** Lets this much time pass. */
    protected abstract void advance(Duration time);

    @BeforeEach
    void openWishes() {
        this.wishes = open();
    }

    @Test
    @Tag("G15")
    void revokedTaskStaysRevoked() {
        this.wishes.revoke(List.of(this.one), KEEP);
        assertThat(this.wishes.revoked(List.of(this.one, this.other))).containsExactly(this.one);
        assertThat(this.wishes.revoked(List.of(this.other))).isEmpty();
        assertThat(this.wishes.revoked(List.of())).isEmpty();
    }

    @Test
    @Tag("G15")
    void revocationIsKeptForItsTime() {
        this.wishes.revoke(List.of(this.one), Duration.ofSeconds(4));
        advance(Duration.ofSeconds(2));
        assertThat(this.wishes.revoked(List.of(this.one))).containsExactly(this.one);
    }

    @Test
    @Tag("G15")
    void laterRevocationDoesNotShortenTheFirst() {
        this.wishes.revoke(List.of(this.one), KEEP);
        this.wishes.revoke(List.of(this.one), Duration.ofSeconds(1));
        advance(Duration.ofSeconds(2));
        assertThat(this.wishes.revoked(List.of(this.one))).containsExactly(this.one);
    }

    @Test
    void manyAreRevokedAtOnce() {
        List<String> ids = IntStream.range(0, 1_000).mapToObj((i) -> this.prefix + "." + i).toList();
        this.wishes.revoke(ids, KEEP);
        this.wishes.revoke(List.of(), KEEP);
        assertThat(this.wishes.revoked(ids)).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void pauseHoldsUntilResumed() {
        this.wishes.pause(this.one);
        this.wishes.pause(this.one);
        this.wishes.pause(this.other);
        assertThat(this.wishes.paused()).contains(this.one, this.other);
        this.wishes.resume(this.one);
        assertThat(this.wishes.paused()).contains(this.other).doesNotContain(this.one);
        this.wishes.resume(this.one);
        this.wishes.resume(this.other);
        assertThat(this.wishes.paused()).doesNotContain(this.one, this.other);
    }

}
