package io.taskqueue.message;

import tools.jackson.core.StreamReadConstraints;

/**
 * How much of a message is read at most, since whoever can write to the broker chooses
 * its size. What goes beyond is refused before it is held in memory.
 *
 * @param messageBytes the body in bytes, as it came and decompressed; it may hold one
 * JSON token for every four
 * @param nesting how deep arrays and objects may be nested, in the body and in headers
 * @param stringLength one string, in characters
 * @param numberLength one number, in digits
 * @param nameLength one field name, in characters
 * @param headerCount how many headers
 * @param headerBytes all headers together, names and values
 * @param chainLength how many links one chain, and how many callbacks of a kind
 */
public record MessageLimits(int messageBytes, int nesting, int stringLength, int numberLength, int nameLength,
        int headerCount, int headerBytes, int chainLength) {

    private static final MessageLimits DEFAULTS = new MessageLimits(8 * 1024 * 1024, 200, 8 * 1024 * 1024, 1000, 50_000,
            100, 64 * 1024, 10_000);

    private static final int BYTES_PER_TOKEN = 4;

    private static final int TOKENS_ALWAYS_ALLOWED = 1000;

    public MessageLimits {
        requirePositive("messageBytes", messageBytes);
        requirePositive("nesting", nesting);
        requirePositive("stringLength", stringLength);
        requirePositive("numberLength", numberLength);
        requirePositive("nameLength", nameLength);
        requirePositive("headerCount", headerCount);
        requirePositive("headerBytes", headerBytes);
        requirePositive("chainLength", chainLength);
    }

    /** Enough for any reasonable call, and harmless to a worker of ordinary size. */
    public static MessageLimits defaults() {
        return DEFAULTS;
    }

    StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
            .maxNestingDepth(this.nesting)
            .maxStringLength(this.stringLength)
            .maxNumberLength(this.numberLength)
            .maxNameLength(this.nameLength)
            .maxTokenCount(Math.max(TOKENS_ALWAYS_ALLOWED, this.messageBytes / BYTES_PER_TOKEN))
            .build();
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The limit " + name + " must be at least 1, not " + value);
        }
    }

}
