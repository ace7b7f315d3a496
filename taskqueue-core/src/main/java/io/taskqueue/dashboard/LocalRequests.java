package io.taskqueue.dashboard;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells requests of this machine from all others. Both ends of the connection must be
 * local, since a forged forwarding header may have replaced one of them, and so must the
 * name that was asked for, since any web site can make its name point here.
 */
final class LocalRequests {

    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
            "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Real-IP",
            "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Fly-Client-IP", "Via");

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1",
            "[0:0:0:0:0:0:0:1]");

    private LocalRequests() {
    }

    static boolean isLocal(HttpServletRequest request) {
        return loopback(request.getRemoteAddr()) && loopback(request.getLocalAddr())
                && NAMES.contains(request.getServerName().toLowerCase(Locale.ROOT))
                && FORWARDED.stream().allMatch((name) -> request.getHeader(name) == null);
    }

    private static boolean loopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1")
                || address.startsWith("::ffff:127.") || address.startsWith("0:0:0:0:0:ffff:127.");
    }

}
