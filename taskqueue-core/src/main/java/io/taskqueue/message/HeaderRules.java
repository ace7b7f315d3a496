package io.taskqueue.message;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.MalformedMessageException.Reason;

/**
 * What the headers of a foreign message must keep to, whatever they mean: how many, how
 * large, how deep, which ids and which names.
 */
final class HeaderRules {

    private static final int LONGEST_NAME = 255;

    private static final int SIZE_OF_NUMBER = 8;

    private static final int SIZE_OF_BRACKETS = 2;

    private static final List<String> OTHER_IDS = List.of(TaskHeaders.GROUP, TaskHeaders.ROOT_ID,
            TaskHeaders.PARENT_ID);

    private final MessageLimits limits;

    HeaderRules(MessageLimits limits) {
        this.limits = limits;
    }

    void requireSmall(Map<String, @Nullable Object> headers) {
        if (headers.size() > this.limits.headerCount()) {
            throw new MalformedMessageException(Reason.TOO_LARGE,
                    "it has more than " + this.limits.headerCount() + " headers");
        }
        measure(headers, 0, 0);
    }

    /** The task's id; the ids of its group and its ancestors keep to the same rule. */
    String id(Map<String, @Nullable Object> headers) {
        for (String name : OTHER_IDS) {
            if (headers.get(name) != null) {
                requireId(headers, name);
            }
        }
        return requireId(headers, WireHeaders.ID);
    }

    String task(Map<String, @Nullable Object> headers) {
        if (!(headers.get(WireHeaders.TASK) instanceof String name) || name.isEmpty()) {
            throw new MalformedMessageException(Reason.NO_TASK, "the header task is no text");
        }
        if (name.length() > LONGEST_NAME || !name.codePoints().allMatch(HeaderRules::plain)) {
            throw new MalformedMessageException(Reason.BAD_NAME,
                    "the task's name is longer than " + LONGEST_NAME + " characters or holds control characters");
        }
        return name;
    }

    private static String requireId(Map<String, @Nullable Object> headers, String name) {
        if (headers.get(name) instanceof String id && TaskId.valid(id)) {
            return id;
        }
        throw new MalformedMessageException(Reason.BAD_ID,
                "the header " + name + " is not 1 to " + TaskId.MAX_LENGTH + " characters of A-Z a-z 0-9 . _ : -");
    }

    static boolean plain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /** Adds the size of a value to what was counted so far, and stops at the limit. */
    private long measure(@Nullable Object value, int depth, long counted) {
        long sum = requireSize(counted + size(value));
        if (value instanceof Map<?, ?> map) {
            requireDepth(depth);
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum = measure(entry.getValue(), depth + 1, measure(name(entry.getKey()), depth, sum));
            }
        }
        else if (value instanceof List<?> list) {
            requireDepth(depth);
            for (Object element : list) {
                sum = measure(element, depth + 1, sum);
            }
        }
        return sum;
    }

    private static String name(@Nullable Object key) {
        if (key instanceof String name) {
            return name;
        }
        throw new MalformedMessageException(Reason.BAD_HEADERS, "a header holds a map whose keys are not text");
    }

    private static long size(@Nullable Object value) {
        if (value instanceof String text) {
            return bytes(text);
        }
        if (value instanceof BigInteger number) {
            return number.bitLength() / SIZE_OF_NUMBER + 1L;
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return SIZE_OF_NUMBER;
        }
        if (value instanceof Map || value instanceof List) {
            return SIZE_OF_BRACKETS;
        }
        throw new MalformedMessageException(Reason.BAD_HEADERS, "a header holds a value that JSON has no type for");
    }

    /** In UTF-8, where a pair of surrogates takes four. */
    private static long bytes(String text) {
        long sum = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            sum += (c < 0x80) ? 0 : (c < 0x800 || Character.isSurrogate(c)) ? 1 : 2;
        }
        return sum;
    }

    private long requireSize(long size) {
        if (size > this.limits.headerBytes()) {
            throw new MalformedMessageException(Reason.TOO_LARGE,
                    "its headers are larger than " + this.limits.headerBytes() + " bytes");
        }
        return size;
    }

    private void requireDepth(int depth) {
        if (depth >= this.limits.nesting()) {
            throw new MalformedMessageException(Reason.TOO_DEEP,
                    "a header is nested deeper than " + this.limits.nesting());
        }
    }

}
