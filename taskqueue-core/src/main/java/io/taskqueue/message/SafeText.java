package io.taskqueue.message;

import org.jspecify.annotations.Nullable;

/**
 * Text from outside, made fit for a log line: one line, nothing invisible, nothing a
 * terminal obeys, and no longer than {@value #MOST} characters.
 */
public final class SafeText {

    /** The most characters that are shown of one value. */
    public static final int MOST = 512;

    private SafeText() {
    }

    /**
     * The text with every control, format and separator character written as a
     * {@code \}{@code u} escape.
     */
    public static String of(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        int end = Math.min(text.length(), MOST);
        for (int i = 0; i < end; i++) {
            if (unsafe(text.charAt(i))) {
                return escaped(text, end);
            }
        }
        return (end < text.length()) ? text.substring(0, MOST - 1) + "…" : text;
    }

    private static String escaped(String text, int end) {
        StringBuilder safe = new StringBuilder(end + 16);
        for (int i = 0; i < end && safe.length() < MOST - 6; i++) {
            char c = text.charAt(i);
            if (unsafe(c)) {
                safe.append(String.format("\\u%04x", (int) c));
            }
            else {
                safe.append(c);
            }
        }
        return (safe.length() < text.length()) ? safe.append('…').toString() : safe.toString();
    }

    private static boolean unsafe(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE, Character.UNASSIGNED ->
                true;
            default -> false;
        };
    }

}
