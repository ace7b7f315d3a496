package io.taskqueue.sql;

import org.jspecify.annotations.Nullable;

/**
 * Text as every database takes it: no NUL, no half characters, no longer than its column.
 */
public final class Text {

    /** What a {@code varchar} of ours holds. */
    public static final int NAME = 255;

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {
    }

    /** Text for a column without a limit. */
    public static @Nullable String clean(@Nullable String text) {
        if (text == null || !dirty(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < clean.length(); i++) {
            if (forbidden(clean, i)) {
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean.toString();
    }

    /**
     * Text for a column of {@value #NAME} characters; what is longer ends in an ellipsis.
     */
    public static @Nullable String name(@Nullable String text) {
        return (text != null && text.length() > NAME) ? clean(text.substring(0, NAME - 1) + "…") : clean(text);
    }

    private static boolean dirty(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (forbidden(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean forbidden(CharSequence text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c == '\0';
    }

}
