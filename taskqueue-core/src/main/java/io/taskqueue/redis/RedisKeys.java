package io.taskqueue.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The names under which everything lies in Redis. Queues and results lie where kombu and
 * Celery put them; what they have no place for lies under {@code taskqueue:}. All of it
 * may have a prefix, and in a Cluster must, with a hash tag such as <code>{shop}:</code>,
 * so that one script can reach it.
 */
final class RedisKeys {

    /** What our own keys begin with, after the prefix. No queue may. */
    static final String OURS = "taskqueue:";

    /** kombu's priority steps, as its lists are named; the first one is served first. */
    static final List<String> STEPS = List.of("0", "3", "6", "9");

    private static final String SEPARATOR = "\u0006\u0016";

    private final String prefix;

    RedisKeys(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return this.prefix;
    }

    /** kombu's list for this queue and step. */
    byte[] list(String queue, String step) {
        return bytes(this.prefix + queue + (step.equals("0") ? "" : SEPARATOR + step));
    }

    /** Messages of this queue that wait for their time, by when they are due. */
    byte[] delayed(String queue) {
        return bytes(this.prefix + OURS + "delayed:" + queue);
    }

    /** What this owner has on loan: message by handle. */
    byte[] held(String owner) {
        return bytes(this.prefix + OURS + "held:" + owner);
    }

    /** One of our own keys. */
    byte[] own(String name) {
        return bytes(this.prefix + OURS + name);
    }

    /** One of our own channels. */
    String channel(String name) {
        return this.prefix + OURS + name;
    }

    /** Celery's key, and channel, for a task's result. */
    String result(String id) {
        return this.prefix + "celery-task-meta-" + id;
    }

    /** Celery's key for one of the things it keeps of a chord. */
    byte[] chord(String id, String what) {
        return bytes(this.prefix + "celery-taskset-meta-" + id + what);
    }

    /** kombu's channel for a fanout exchange, whose name may go on with a routing key. */
    String fanout(int database, String exchange) {
        return this.prefix + "/" + database + "." + exchange;
    }

    /** kombu's set of what is bound to an exchange. */
    byte[] binding(String exchange) {
        return bytes(this.prefix + "_kombu.binding." + exchange);
    }

    /** A queue bound with this key, as kombu writes it. */
    static byte[] bound(String routingKey, String queue) {
        return bytes(routingKey + SEPARATOR + SEPARATOR + queue);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

}
