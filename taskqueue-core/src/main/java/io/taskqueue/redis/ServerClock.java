package io.taskqueue.redis;

import io.taskqueue.message.TimeSource;

/**
 * What time it is on the server, as far as its last answer lets one know. Good enough to
 * tell how long a message has waited; nothing else rests on it.
 */
final class ServerClock {

    private final TimeSource time;

    private volatile long ahead;

    ServerClock(TimeSource time) {
        this.time = time;
    }

    long millis() {
        return this.time.now().toEpochMilli() + this.ahead;
    }

    void heard(long serverMillis) {
        this.ahead = serverMillis - this.time.now().toEpochMilli();
    }

}
