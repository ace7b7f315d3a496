package io.taskqueue.dashboard;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;

import jakarta.servlet.http.Cookie;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Refuses what another site made a browser send. A token in a cookie and again in a
 * header proves that our page asked: other sites can make the browser send the first, and
 * read neither.
 */
final class Forgeries {

    static final String HEADER = "X-Taskqueue-Token";

    private static final String COOKIE = "taskqueue-token";

    private static final int LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    void refuse(ServerRequest request) {
        if (request.headers().contentType().filter(MediaType.APPLICATION_JSON::equalsTypeAndSubtype).isEmpty()) {
            throw new TurnedAwayException(415, "Actions are asked for as application/json");
        }
        if (foreign(request) || !proven(request)) {
            throw new TurnedAwayException(403, "This was not asked for by the page; load it again");
        }
    }

    private static boolean foreign(ServerRequest request) {
        String site = request.headers().firstHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            return true;
        }
        String origin = request.headers().firstHeader("Origin");
        return origin != null && Stream.of("Host", "X-Forwarded-Host")
            .map(request.headers()::firstHeader)
            .noneMatch((host) -> host != null && host.equalsIgnoreCase(authority(origin)));
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        }
        catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static boolean proven(ServerRequest request) {
        String said = request.headers().firstHeader(HEADER);
        String kept = kept(request);
        return said != null && kept != null
                && MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), kept.getBytes(StandardCharsets.UTF_8));
    }

    /** The caller's token, or a new one. */
    static String token(ServerRequest request) {
        String kept = kept(request);
        if (kept != null) {
            return kept;
        }
        byte[] random = new byte[LENGTH / 2];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** The cookie that keeps it. */
    static ResponseCookie cookie(ServerRequest request, String token) {
        return ResponseCookie.from(COOKIE, token)
            .path("/")
            .httpOnly(true)
            .sameSite("Strict")
            .secure(request.servletRequest().isSecure())
            .build();
    }

    private static @Nullable String kept(ServerRequest request) {
        Cookie cookie = request.cookies().getFirst(COOKIE);
        return (cookie != null && cookie.getValue().matches("[0-9a-f]{" + LENGTH + "}")) ? cookie.getValue() : null;
    }

}
