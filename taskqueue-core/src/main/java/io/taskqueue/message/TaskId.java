package io.taskqueue.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The rule for the ids of tasks and groups: 1 to 255 characters of
 * {@code A-Z a-z 0-9 . _ : -}. What passes it can stand in a key, a log line or a
 * statement's parameter without harm.
 */
public final class TaskId {

    /** The longest id that is accepted, in characters. */
    public static final int MAX_LENGTH = 255;

    private TaskId() {
    }

    /**
     * A new random id: a UUID with 122 bits from a secure source, so that nobody guesses
     * it.
     */
    public static String random() {
        return UUID.randomUUID().toString();
    }

    /**
     * An id that follows from a secret, so that whoever knows that can make it again and
     * nobody else can guess it: a UUID made of the SHA-256 over all three.
     * @param secret who asks: random, and of at least 122 bits
     * @param role what for
     * @param mark which one of these
     */
    public static String derived(String secret, String role, String mark) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] { secret, role, mark }) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            // version 8, whose other bits are free, and the variant of all UUIDs
            long high = (hash.getLong() & ~0xF000L) | 0x8000L;
            long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
            return new UUID(high, low).toString();
        }
        catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether this text may be an id. */
    public static boolean valid(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (!allowed(id.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the id if it may be one.
     * @throws IllegalArgumentException if it may not
     */
    public static String require(String id) {
        if (!valid(id)) {
            throw new IllegalArgumentException(
                    "A task id is 1 to 255 characters of A-Z a-z 0-9 . _ : - and this one is not");
        }
        return id;
    }

    private static boolean allowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_'
                || c == '.' || c == ':';
    }

}
