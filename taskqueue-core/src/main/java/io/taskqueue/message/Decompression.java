package io.taskqueue.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

import io.taskqueue.message.MalformedMessageException.Reason;

/**
 * Takes the compression off a body, no further than a message may be large nor, unless it
 * is small, than a hundred times what came. What Celery calls {@code application/x-gzip}
 * is the zlib format of RFC 1950; real gzip under that name is read as well.
 */
final class Decompression {

    private static final Set<String> ZLIB = Set.of("application/x-gzip", "gzip", "zlib");

    private static final long RATIO = 100;

    /** So much may come of however few bytes: short lists of zeros shrink well, too. */
    private static final long HARMLESS = 64 * 1024;

    private static final int FIRST_SIZE = 512;

    private static final int GROWTH = 4;

    private final int limit;

    Decompression(MessageLimits limits) {
        this.limit = limits.messageBytes();
    }

    byte[] decompress(byte[] bytes, String compression) {
        if (!ZLIB.contains(compression)) {
            throw new MalformedMessageException(Reason.UNKNOWN_COMPRESSION, "the compression "
                    + MalformedMessageException.shown(compression) + " cannot be read; application/x-gzip can");
        }
        int most = (int) Math.min(this.limit, Math.max(HARMLESS, bytes.length * RATIO));
        try (InputStream stream = open(bytes)) {
            return read(stream, most);
        }
        catch (IOException damaged) {
            throw new MalformedMessageException(Reason.BAD_COMPRESSION, "the compressed body is damaged");
        }
    }

    private static InputStream open(byte[] bytes) throws IOException {
        InputStream source = new ByteArrayInputStream(bytes);
        boolean gzip = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        return gzip ? new GZIPInputStream(source) : new InflaterInputStream(source);
    }

    private static byte[] read(InputStream stream, int most) throws IOException {
        byte[] buffer = new byte[Math.min(most, FIRST_SIZE)];
        int size = 0;
        for (int count = 0; count >= 0; count = stream.read(buffer, size, buffer.length - size)) {
            size += count;
            if (size == buffer.length) {
                if (size == most) {
                    requireEnd(stream, most);
                    return buffer;
                }
                buffer = Arrays.copyOf(buffer, (int) Math.min(most, (long) size * GROWTH));
            }
        }
        return Arrays.copyOf(buffer, size);
    }

    private static void requireEnd(InputStream stream, int most) throws IOException {
        if (stream.read() >= 0) {
            throw new MalformedMessageException(Reason.TOO_LARGE,
                    "the compressed body holds more than the " + most + " bytes it may");
        }
    }

}
