package io.taskqueue.redis;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;

/**
 * A message on loan from Redis.
 */
final class RedisDelivery implements Delivery {

    private final String owner;

    private final Handle handle;

    private final Content content;

    private volatile boolean settled;

    RedisDelivery(String owner, Handle handle, Content content) {
        this.owner = owner;
        this.handle = handle;
        this.content = content;
    }

    String owner() {
        return this.owner;
    }

    Handle handle() {
        return this.handle;
    }

    boolean settled() {
        return this.settled;
    }

    void settle() {
        this.settled = true;
    }

    @Override
    public String token() {
        return this.owner + "-" + this.handle.sequence();
    }

    @Override
    public String queue() {
        return this.handle.queue();
    }

    @Override
    public int deliveries() {
        int earlier = (this.content instanceof Content.Readable readable) ? readable.message().headers().deliveries()
                : 0;
        return earlier + this.handle.deliveries();
    }

    @Override
    public Content content() {
        return this.content;
    }

    /**
     * The name of a loan in its owner's hash, which tells all that scripts need to know.
     *
     * @param text all of it
     * @param sequence counted by its owner
     * @param deliveries how often it was handed out
     * @param step the list it came from
     * @param queue the queue it came from
     */
    record Handle(String text, long sequence, int deliveries, String step, String queue) {

        static Handle parse(String text) {
            String[] parts = text.split(":", 4);
            return new Handle(text, Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2], parts[3]);
        }

    }

}
