package io.taskqueue.observation;

import org.jspecify.annotations.Nullable;

/**
 * Which trace headers may pass, in and out: those of W3C Trace Context, well formed and
 * of at most {@value #MOST} bytes. Anything else a propagator would read or write,
 * baggage first of all, is anybody's free text and stays out.
 */
final class TraceHeaders {

    private static final int MOST = 256;

    private static final int MOST_MEMBERS = 32;

    private static final int PARENT_LENGTH = 55;

    private TraceHeaders() {
    }

    static boolean acceptable(String name, @Nullable String value) {
        if (value == null || value.length() > MOST) {
            return false;
        }
        return switch (name) {
            case "traceparent" -> parent(value);
            case "tracestate" -> state(value);
            default -> false;
        };
    }

    /**
     * Version, trace, span and flags: 2, 32, 16 and 2 hexadecimal digits, neither id all
     * zeros.
     */
    private static boolean parent(String value) {
        return value.length() == PARENT_LENGTH && hex(value, 0, 2) && value.charAt(2) == '-' && hex(value, 3, 35)
                && value.charAt(35) == '-' && hex(value, 36, 52) && value.charAt(52) == '-' && hex(value, 53, 55)
                && !value.startsWith("ff") && !zeros(value, 3, 35) && !zeros(value, 36, 52);
    }

    /** At most 32 pairs of key and value, separated by commas. */
    private static boolean state(String value) {
        String[] members = value.split(",", -1);
        if (members.length > MOST_MEMBERS) {
            return false;
        }
        for (String member : members) {
            String pair = member.strip();
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1 || !key(pair.substring(0, equals))
                    || !visible(pair.substring(equals + 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean key(String key) {
        char first = key.charAt(0);
        return (lower(first) || digit(first))
                && key.chars().allMatch((c) -> lower(c) || digit(c) || "_-*/@".indexOf(c) >= 0);
    }

    private static boolean visible(String value) {
        return value.chars().allMatch((c) -> c >= ' ' && c <= '~' && c != '=');
    }

    private static boolean hex(String value, int from, int to) {
        return value.substring(from, to).chars().allMatch((c) -> digit(c) || (c >= 'a' && c <= 'f'));
    }

    private static boolean zeros(String value, int from, int to) {
        return value.substring(from, to).chars().allMatch((c) -> c == '0');
    }

    private static boolean lower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

}
