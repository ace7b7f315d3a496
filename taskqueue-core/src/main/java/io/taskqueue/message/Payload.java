package io.taskqueue.message;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Encoded arguments, as they travel. The bytes are shared, not copied: treat them as
 * read-only.
 *
 * @param bytes the encoded body
 * @param contentType its media type, {@code application/json} unless configured
 * @param contentEncoding its character set, {@code utf-8} for text
 * @param compression the media type of the compression around it, or {@code null}
 */
public record Payload(byte[] bytes, String contentType, String contentEncoding, @Nullable String compression) {

    /** The media type that is read by default. */
    public static final String JSON = "application/json";

    public Payload {
        Objects.requireNonNull(bytes, "bytes");
    }

    /** Uncompressed JSON in UTF-8. */
    public static Payload json(byte[] bytes) {
        return new Payload(bytes, JSON, "utf-8", null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload that && Arrays.equals(this.bytes, that.bytes)
                && this.contentType.equals(that.contentType) && this.contentEncoding.equals(that.contentEncoding)
                && Objects.equals(this.compression, that.compression);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(this.bytes);
    }

    /** Says how large it is and never what it holds: arguments may be secrets. */
    @Override
    public String toString() {
        return "Payload[" + this.bytes.length + " bytes of " + this.contentType + "]";
    }

}
