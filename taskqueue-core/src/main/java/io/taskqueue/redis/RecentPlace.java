package io.taskqueue.redis;

import java.util.Arrays;

import io.lettuce.core.ScoredValue;

/**
 * Where a task stands in the index of recent tasks: the newest first, and of one moment
 * in the order of their ids, backwards, as Redis sorts them.
 *
 * @param score when it was created, in microseconds
 * @param id which one it is
 */
record RecentPlace(long score, String id) {

    private static final int LONGEST = 1_000;

    static RecentPlace of(ScoredValue<byte[]> member) {
        return new RecentPlace((long) member.getScore(), RedisKeys.text(member.getValue()));
    }

    /** Reads what {@link #text()} wrote. */
    static RecentPlace parse(String text) {
        int colon = text.indexOf(':');
        if (colon > 0 && text.length() <= LONGEST && colon < text.length() - 1) {
            try {
                return new RecentPlace(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
            }
            catch (NumberFormatException noPlace) {
                // Told below, without the text.
            }
        }
        throw new IllegalArgumentException("This is not where a page of the result store ended");
    }

    /** The same as opaque text. */
    String text() {
        return this.score + ":" + this.id;
    }

    boolean after(RecentPlace other) {
        return this.score < other.score || (this.score == other.score
                && Arrays.compareUnsigned(RedisKeys.bytes(this.id), RedisKeys.bytes(other.id)) < 0);
    }

}
