package io.taskqueue.console;

import org.jspecify.annotations.Nullable;

import io.taskqueue.worker.WorkerStatus;

/**
 * A worker's trouble, fit to leave the house: what cannot be done and the kind of the
 * cause. The cause's own words may hold an address or a password, and are in the log.
 */
public final class Trouble {

    private Trouble() {
    }

    /** A worker's, or {@code null} while it has none. */
    public static @Nullable String of(WorkerStatus worker) {
        String trouble = worker.trouble();
        if (trouble == null) {
            return null;
        }
        String[] parts = trouble.split(": ", 3);
        return (parts.length > 1 && className(parts[1])) ? parts[0] + ": " + parts[1] : parts[0];
    }

    private static boolean className(String text) {
        return text.chars().allMatch((c) -> c == '.' || Character.isJavaIdentifierPart(c));
    }

    /** The kind of a failure. */
    public static String of(RuntimeException failure) {
        return failure.getClass().getName();
    }

}
