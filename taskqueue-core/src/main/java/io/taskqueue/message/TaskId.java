package io.taskqueue.message;

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
