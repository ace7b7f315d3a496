package io.taskqueue.result;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.jspecify.annotations.Nullable;

/**
 * An error as text: what a store keeps of an exception and what another process is told.
 * Nothing in it is ever turned into a class by name.
 *
 * @param type the exception's class name, as the worker's language writes it
 * @param message its message
 * @param trace its stack, or {@code null} where none was kept
 */
public record TaskError(String type, @Nullable String message, @Nullable String trace) {

    /** The most that is kept of a message, in characters. */
    public static final int MAX_MESSAGE = 10_000;

    /** The most that is kept of a stack, in characters. */
    public static final int MAX_TRACE = 64_000;

    public TaskError {
        message = clip(message, MAX_MESSAGE);
        trace = clip(trace, MAX_TRACE);
    }

    /**
     * Describes a throwable; one whose own methods throw is described as far as it lets.
     */
    public static TaskError of(Throwable cause) {
        return new TaskError(cause.getClass().getName(), messageOf(cause), traceOf(cause));
    }

    /** An error without a stack. */
    public static TaskError of(String type, String message) {
        return new TaskError(type, message, null);
    }

    /** The part of the type behind the last dot. */
    public String simpleType() {
        return this.type.substring(this.type.lastIndexOf('.') + 1);
    }

    private static @Nullable String messageOf(Throwable cause) {
        try {
            return cause.getMessage();
        }
        catch (Throwable broken) {
            return "(its getMessage() threw " + broken.getClass().getName() + ")";
        }
    }

    private static @Nullable String traceOf(Throwable cause) {
        StringWriter text = new StringWriter();
        try {
            cause.printStackTrace(new PrintWriter(text));
        }
        catch (Throwable broken) {
            text.append(cause.getClass().getName()).append(": (its own methods threw)");
            for (StackTraceElement frame : cause.getStackTrace()) {
                text.append("\n\tat ").append(frame.toString());
            }
        }
        return text.toString();
    }

    private static @Nullable String clip(@Nullable String text, int most) {
        return (text != null && text.length() > most) ? text.substring(0, most - 1) + "…" : text;
    }

}
