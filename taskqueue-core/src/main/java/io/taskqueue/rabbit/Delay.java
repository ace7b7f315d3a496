package io.taskqueue.rabbit;

import java.time.Duration;

/**
 * A wait in the delayed-delivery exchanges that Celery and we share: whole seconds as the
 * bits of a routing key, each of which a queue of its own waits for.
 *
 * @param seconds how long
 * @param whole whether that is all of what was asked for
 */
record Delay(long seconds, boolean whole) {

    static final int LEVELS = 28;

    static final String ENTRANCE = level(LEVELS - 1);

    static final String EXIT = "celery_delayed_delivery";

    private static final long LONGEST = (1L << LEVELS) - 1;

    /** Rounded up, since nothing may start too early. */
    static Delay of(Duration asked) {
        boolean whole = asked.compareTo(Duration.ofSeconds(LONGEST)) <= 0;
        return new Delay(whole ? asked.plusNanos(999_999_999).toSeconds() : LONGEST, whole);
    }

    boolean any() {
        return this.seconds > 0;
    }

    /** The exchange and the queue of one bit. */
    static String level(int bit) {
        return "celery_delayed_" + bit;
    }

    /** The routing key of a message for this queue. */
    String key(String queue) {
        StringBuilder key = new StringBuilder(2 * LEVELS + queue.length());
        for (int bit = LEVELS - 1; bit >= 0; bit--) {
            key.append((this.seconds >> bit) & 1).append('.');
        }
        return key.append(queue).toString();
    }

    /** The key by which a level's exchange tells a message with or without its bit. */
    static String binding(int bit, boolean set) {
        return "*.".repeat(LEVELS - 1 - bit) + (set ? "1.#" : "0.#");
    }

    /**
     * The key by which a queue takes what has waited for it.
     * @throws IllegalArgumentException if the name would take what is for others, too
     */
    static String exit(String queue) {
        for (String word : queue.split("\\.", -1)) {
            if (word.equals("*") || word.equals("#")) {
                throw new IllegalArgumentException(
                        "A queue with * or # for a word in its name cannot have delayed messages on RabbitMQ");
            }
        }
        return "*.".repeat(LEVELS) + queue;
    }

}
