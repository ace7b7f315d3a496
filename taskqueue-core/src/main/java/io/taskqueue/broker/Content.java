package io.taskqueue.broker;

import java.util.Arrays;

import io.taskqueue.message.TaskMessage;

/** What a delivery brings: a task message, or bytes that are none. */
public sealed interface Content {

    /**
     * A message that could be read.
     *
     * @param message the message
     */
    record Readable(TaskMessage message) implements Content {
    }

    /**
     * Bytes that are no task message, on their way to the dead letters.
     *
     * @param reason what is wrong with them, safe to show
     * @param raw what came, its first {@value #KEPT} bytes
     */
    record Malformed(String reason, byte[] raw) implements Content {

        /** How many bytes of it are kept. */
        public static final int KEPT = 64 * 1024;

        public Malformed {
            raw = (raw.length > KEPT) ? Arrays.copyOf(raw, KEPT) : raw;
        }

        @Override
        public String toString() {
            return "Malformed[" + this.reason + "]";
        }

    }

}
