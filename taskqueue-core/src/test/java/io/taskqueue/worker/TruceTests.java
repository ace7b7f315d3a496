package io.taskqueue.worker;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.message.ManualTime;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("G4")
class TruceTests {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime();

    private final Truce truce = new Truce(this.time);

    @Test
    void nothingIsTakenForALeaseAfterALongOutage() {
        assertThat(this.truce.over()).isTrue();
        this.truce.away(this.time.nanos());
        this.time.advance(Duration.ofSeconds(20));
        this.truce.away(this.time.nanos());
        assertThat(this.truce.over()).isFalse();
        this.truce.back(LEASE);
        assertThat(this.truce.over()).isFalse();
        this.time.advance(LEASE);
        assertThat(this.truce.over()).isTrue();
    }

    @Test
    void shortTroubleChangesNothing() {
        for (int i = 0; i < 10; i++) {
            this.truce.away(this.time.nanos());
            this.time.advance(Duration.ofSeconds(10));
            this.truce.back(LEASE);
            assertThat(this.truce.over()).isTrue();
        }
    }

}
