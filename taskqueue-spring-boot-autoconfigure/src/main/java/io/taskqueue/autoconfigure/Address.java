package io.taskqueue.autoconfigure;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where a broker or a result store is, as the configuration has it. It may hold a
 * password, so nothing but scheme and host is ever shown.
 *
 * @param key the property that holds it
 * @param text what it holds
 */
record Address(String key, String text) {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://|(jdbc):");

    /** An at sign beyond the host would mean that a password was taken for it. */
    private static final Pattern HOST = Pattern
        .compile("[^:]+://(?:[^/?#]*@)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]*)?(?:[/?#][^@]*)?");

    static @Nullable Address of(String key, @Nullable String text) {
        return (text != null) ? new Address(key, text) : null;
    }

    /** In lower case, or empty. */
    String scheme() {
        Matcher start = SCHEME.matcher(this.text);
        if (!start.lookingAt()) {
            return "";
        }
        return ((start.group(1) != null) ? start.group(1) : start.group(2)).toLowerCase(Locale.ROOT);
    }

    boolean redis() {
        return scheme().equals("redis") || scheme().equals("rediss");
    }

    boolean rabbit() {
        return scheme().equals("amqp") || scheme().equals("amqps");
    }

    /** Scheme and host, as far as they can be told from a password. */
    String shown() {
        if (scheme().isEmpty()) {
            return "…";
        }
        Matcher whole = HOST.matcher(this.text);
        return scheme() + "://" + (whole.matches() ? whole.group(1) : "…");
    }

    /** It leads to what this version does not speak with. */
    TaskQueueStartException unknown() {
        String problem = switch (scheme()) {
            case "" -> this.key + " has no scheme.";
            case "jdbc" -> this.key + " is " + shown() + ", and a database is not chosen by address.";
            case "amqp", "amqps" -> this.key + " is " + shown() + ", and RabbitMQ keeps no results.";
            default -> this.key + " is " + shown() + ", and taskqueue does not know this scheme.";
        };
        return new TaskQueueStartException(problem,
                """
                        Do one of these:

                            - begin it with redis://, or with rediss:// for TLS
                            - for Sentinel or Cluster, set spring.data.redis.* and %s=redis in its place
                            - for the application's own database, set %s=%s in its place
                            %s- remove it""".formatted(typeKey(), typeKey(),
                        typeKey().contains("result") ? "jpa" : "jdbc", typeKey().contains("result") ? ""
                                : "- for RabbitMQ, begin it with amqp://, or with amqps:// for TLS\n    "));
    }

    /** It leads to something else than what the type names. */
    TaskQueueStartException contradicts(String type) {
        return new TaskQueueStartException(
                this.key + " is " + shown() + ", and " + typeKey() + " is " + type + ": they contradict each other.",
                "Remove one of the two. An address needs no type beside it: its scheme says what it leads to.");
    }

    private String typeKey() {
        return this.key.replaceAll("url$", "type");
    }

    @Override
    public String toString() {
        return shown();
    }

}
