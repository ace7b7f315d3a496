package io.taskqueue.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script of ours. Its text is a constant from this jar: whatever comes from
 * messages or users reaches it as a key or an argument, never as text.
 */
record Script(String text, String digest) {

    /** The script of this name beside this class. */
    static Script named(String name) {
        try (InputStream resource = Script.class.getResourceAsStream(name + ".lua")) {
            if (resource == null) {
                throw new IllegalStateException("The script " + name + ".lua is missing from taskqueue's jar");
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return new Script(text, sha1(text));
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        }
        catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

}
