package io.taskqueue.broker;

/**
 * A message on loan, to be settled once. Brokers keep their own handle inside.
 */
public interface Delivery {

    /**
     * The owner's name for this loan: its consumer's current incarnation and a sequence.
     */
    String token();

    /** The queue it was taken from. */
    String queue();

    /**
     * How often this message has been handed out, this time included; one unless an owner
     * died with it.
     */
    int deliveries();

    /** The message, or what came instead of one. */
    Content content();

}
