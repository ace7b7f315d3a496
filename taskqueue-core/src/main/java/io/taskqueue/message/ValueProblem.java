package io.taskqueue.message;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Jackson's exceptions in our words. Jackson quotes values, which may be secrets; these
 * words name the place, the type that was wanted and the kind of value that was found.
 */
final class ValueProblem {

    private static final int LONGEST_NAME = 64;

    private static final int LONGEST = 256;

    private ValueProblem() {
    }

    /**
     * What happened while a caller's own value was written; the failure of its code is
     * told in full.
     */
    static ValueException written(RuntimeException failure) {
        Throwable own = own(failure);
        String detail = (own != null) ? "writing it failed with " + own.getClass().getName()
                : wording(failure, "there is no JSON for it");
        return new ValueException(path(failure), detail, own);
    }

    /** What happened while a foreign value was read. */
    static ValueException read(RuntimeException failure) {
        return new ValueException(path(failure), detail(failure), null);
    }

    private static String detail(RuntimeException failure) {
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch);
        }
        if (failure instanceof InputCoercionException coercion) {
            return "expected " + name(coercion.getTargetType()) + ", found a number out of its range";
        }
        Throwable own = own(failure);
        return (own != null) ? "its type refused it with " + own.getClass().getName()
                : wording(failure, "its type cannot hold it");
    }

    private static String mismatch(MismatchedInputException mismatch) {
        JsonToken found = mismatch.getCurrentToken();
        boolean misspelt = found == JsonToken.VALUE_STRING && mismatch instanceof InvalidFormatException;
        return "expected " + name(mismatch.getTargetType()) + ", found " + found(found)
                + (misspelt ? " of another form" : "");
    }

    /**
     * Jackson's own words only where they speak of types and limits, which hold nothing
     * of the value.
     */
    private static String wording(RuntimeException failure, String otherwise) {
        if (failure instanceof InvalidDefinitionException || failure instanceof StreamConstraintsException) {
            return cut(((JacksonException) failure).getOriginalMessage(), LONGEST);
        }
        return otherwise;
    }

    private static @Nullable Throwable own(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof JacksonException) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String found(@Nullable JsonToken token) {
        if (token == null) {
            return "something else";
        }
        return switch (token) {
            case START_ARRAY -> "an array";
            case START_OBJECT, PROPERTY_NAME -> "an object";
            case END_ARRAY, END_OBJECT -> "nothing";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }

    private static String name(@Nullable Class<?> type) {
        return (type != null) ? type.getSimpleName() : "another type";
    }

    private static String path(RuntimeException failure) {
        StringBuilder path = new StringBuilder("$");
        for (JacksonException.Reference reference : references(failure)) {
            String name = reference.getPropertyName();
            path.append((name != null) ? step(name) : "[" + Math.max(0, reference.getIndex()) + "]");
            if (path.length() > LONGEST) {
                return path.append('…').toString();
            }
        }
        return path.toString();
    }

    private static List<JacksonException.Reference> references(RuntimeException failure) {
        return (failure instanceof JacksonException known) ? known.getPath() : List.of();
    }

    private static String step(String name) {
        boolean identifier = name.length() <= LONGEST_NAME && !name.isEmpty()
                && Character.isJavaIdentifierStart(name.charAt(0))
                && name.chars().allMatch(Character::isJavaIdentifierPart);
        return identifier ? "." + SafeText.of(name) : "['" + cut(name, LONGEST_NAME) + "']";
    }

    private static String cut(String text, int longest) {
        return SafeText.of((text.length() > longest) ? text.substring(0, longest) + "…" : text);
    }

}
