package io.taskqueue.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Where one Redis is, and as whom to go there.
 *
 * @param tls whether the server has to prove who it is, and nobody listens
 * @param host its name or address
 * @param port its port
 * @param database its number
 * @param user the user, or {@code null} for the default one
 * @param password the password, or {@code null} for none
 */
record RedisAddress(boolean tls, String host, int port, int database, @Nullable String user,
        @Nullable String password) {

    private static final Pattern FORM = Pattern.compile("(?i:redis(s?))://(?:([^@/?#\\s]*)@)?"
            + "(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?(?:/([0-9]{0,5}))?");

    static RedisAddress of(Address address) {
        Matcher form = FORM.matcher(address.text());
        if (!form.matches()) {
            throw unreadable(address);
        }
        int port = number(form.group(5), 6379);
        if (port < 1 || port > 65_535) {
            throw unreadable(address);
        }
        String host = (form.group(3) != null) ? form.group(3) : form.group(4);
        @Nullable String[] credentials = credentials(address, form.group(2));
        return new RedisAddress(!form.group(1).isEmpty(), host, port, number(form.group(6), 0), credentials[0],
                credentials[1]);
    }

    private static int number(@Nullable String digits, int otherwise) {
        return (digits == null || digits.isEmpty()) ? otherwise : Integer.parseInt(digits);
    }

    /** One word alone is the password, as Boot reads it. */
    private static @Nullable String[] credentials(Address address, @Nullable String said) {
        if (said == null) {
            return new @Nullable String[2];
        }
        int colon = said.indexOf(':');
        return new @Nullable String[] { decoded(address, said.substring(0, Math.max(0, colon))),
                decoded(address, said.substring(colon + 1)) };
    }

    private static @Nullable String decoded(Address address, String part) {
        try {
            return part.isEmpty() ? null : StringUtils.uriDecode(part, StandardCharsets.UTF_8);
        }
        catch (IllegalArgumentException notEncoded) {
            // not as a cause: its message may hold a part of the password
            throw unreadable(address);
        }
    }

    private static TaskQueueStartException unreadable(Address address) {
        return new TaskQueueStartException(address.key() + " (" + address.shown() + ") cannot be read.",
                """
                        Write redis://[[user]:password@]host[:port][/database], or rediss://… for TLS:

                            - user and password are percent-encoded: %40 for @, %3A for :, %2F for /, %3F for ?, %23 for #, %25 for %
                            - there are no options behind a question mark; see taskqueue.broker.publish-timeout and …ssl-bundle
                            - for several hosts (Sentinel, Cluster), set spring.data.redis.* and …type=redis in its place""");
    }

    @Override
    public String toString() {
        return (this.tls ? "rediss://" : "redis://") + this.host + ":" + this.port + "/" + this.database;
    }

}
