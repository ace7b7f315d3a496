package io.taskqueue.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Where one RabbitMQ is, and as whom to go there.
 *
 * @param tls whether the server has to prove who it is, and nobody listens
 * @param host its name or address
 * @param port its port
 * @param vhost the virtual host
 * @param user the user, or {@code null} for RabbitMQ's default one
 * @param password the password, or {@code null} for that user's
 */
record RabbitAddress(boolean tls, String host, int port, String vhost, @Nullable String user,
        @Nullable String password) {

    private static final Pattern FORM = Pattern.compile("(?i:amqp(s?))://(?:([^:@/?#\\s]+):([^:@/?#\\s]*)@)?"
            + "(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?(?:/([^@/?#\\s]*))?");

    static RabbitAddress of(Address address) {
        Matcher form = FORM.matcher(address.text());
        if (!form.matches()) {
            throw unreadable(address);
        }
        boolean tls = !form.group(1).isEmpty();
        int port = (form.group(6) != null) ? Integer.parseInt(form.group(6)) : tls ? 5671 : 5672;
        if (port < 1 || port > 65_535) {
            throw unreadable(address);
        }
        String host = (form.group(4) != null) ? form.group(4) : form.group(5);
        String vhost = decoded(address, form.group(7));
        return new RabbitAddress(tls, host, port, (vhost == null || vhost.isEmpty()) ? "/" : vhost,
                decoded(address, form.group(2)), decoded(address, form.group(3)));
    }

    private static @Nullable String decoded(Address address, @Nullable String part) {
        try {
            return (part != null) ? StringUtils.uriDecode(part, StandardCharsets.UTF_8) : null;
        }
        catch (IllegalArgumentException notEncoded) {
            // not as a cause: its message may hold a part of the password
            throw unreadable(address);
        }
    }

    private static TaskQueueStartException unreadable(Address address) {
        return new TaskQueueStartException(address.key() + " (" + address.shown() + ") cannot be read.",
                """
                        Write amqp://[user:password@]host[:port][/vhost], or amqps://… for TLS:

                            - user, password and vhost are percent-encoded: %40 for @, %3A for :, %2F for /, %3F for ?, %23 for #, %25 for %
                            - without a vhost it is RabbitMQ's default one, /
                            - there are no options behind a question mark; see taskqueue.broker.publish-timeout and …ssl-bundle
                            - for several hosts, set spring.rabbitmq.addresses and …type=rabbit in its place""");
    }

    @Override
    public String toString() {
        return (this.tls ? "amqps://" : "amqp://") + this.host + ":" + this.port + "/"
                + (this.vhost.equals("/") ? "" : this.vhost);
    }

}
