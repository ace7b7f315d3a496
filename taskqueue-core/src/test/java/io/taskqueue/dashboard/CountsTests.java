package io.taskqueue.dashboard;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Counting a large table for however many viewers. */
@Tag("S30")
class CountsTests {

    private final AtomicLong now = new AtomicLong();

    private long counted;

    private boolean away;

    private final Counts counts = new Counts(() -> {
        this.now.addAndGet(400);
        if (this.away) {
            throw new IllegalStateException("away");
        }
        return Map.of("SUCCESS", ++this.counted);
    }, this.now::get);

    @Test
    void whoeverAsksNeverWaitsForACount() {
        assertThat(this.counts.get()).isNull();
        assertThat(this.now).hasValue(0);
        assertThat(this.counts.counted()).isFalse();
    }

    @Test
    void countingTakesAFiftiethOfTheTime() {
        for (int i = 0; i < 1_000; i++) {
            this.counts.get();
            this.counts.refresh();
            this.now.addAndGet(100);
        }
        assertThat(this.counted * 400).isLessThanOrEqualTo(this.now.get() / 50 + 400);
        assertThat(this.counts.get()).containsEntry("SUCCESS", this.counted);
    }

    @Test
    void nothingIsCountedWhileNobodyAsks() {
        this.counts.refresh();
        this.now.addAndGet(1_000_000);
        this.counts.refresh();
        assertThat(this.counted).isEqualTo(1);
    }

    @Test
    void failureIsToldUntilTheNextCount() {
        this.away = true;
        this.counts.refresh();
        assertThatIllegalStateException().isThrownBy(this.counts::get);
        this.away = false;
        this.now.addAndGet(1_000_000);
        this.counts.refresh();
        assertThat(this.counts.get()).containsEntry("SUCCESS", 1L);
    }

}
