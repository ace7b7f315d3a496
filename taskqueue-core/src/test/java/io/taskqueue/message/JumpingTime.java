package io.taskqueue.message;

import java.time.Duration;
import java.time.Instant;

/** The system's time, set to another hour where a test wants that. */
public final class JumpingTime implements TimeSource {

    private volatile Duration jumped = Duration.ZERO;

    public void jump(Duration jump) {
        this.jumped = this.jumped.plus(jump);
    }

    @Override
    public Instant now() {
        return Instant.now().plus(this.jumped);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

}
