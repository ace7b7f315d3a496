package io.taskqueue.memory;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.admission.Wishes;
import io.taskqueue.admission.WishesContract;
import io.taskqueue.message.ManualTime;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryWishesTests extends WishesContract {

    private final ManualTime time = new ManualTime();

    private final MemoryWishes wishes = new MemoryWishes(this.time);

    @Override
    protected Wishes open() {
        return this.wishes;
    }

    @Override
    protected void advance(Duration time) {
        this.time.advance(time);
    }

    @Test
    void revocationEndsAfterItsTime() {
        this.wishes.revoke(List.of("a"), Duration.ofMinutes(1));
        this.time.advance(Duration.ofMinutes(1));
        assertThat(this.wishes.revoked(List.of("a"))).isEmpty();
    }

    @Test
    @Tag("G19")
    void jumpingWallClockEndsNoRevocation() {
        this.wishes.revoke(List.of("a"), Duration.ofMinutes(1));
        this.time.jump(Duration.ofHours(1));
        assertThat(this.wishes.revoked(List.of("a"))).containsExactly("a");
    }

    @Test
    @Tag("G20")
    void oldestOfTooManyRevocationsAreDropped() {
        for (int i = 0; i < MemoryWishes.MAX_REVOCATIONS + 2; i++) {
            this.wishes.revoke(List.of("m" + i), Duration.ofDays(1));
        }
        assertThat(this.wishes.revoked(List.of("m0", "m1", "m2", "m" + (MemoryWishes.MAX_REVOCATIONS + 1))))
            .containsExactlyInAnyOrder("m2", "m" + (MemoryWishes.MAX_REVOCATIONS + 1));
    }

}
