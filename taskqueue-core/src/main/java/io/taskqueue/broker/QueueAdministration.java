package io.taskqueue.broker;

/** A broker whose queues can be emptied from here. */
public interface QueueAdministration {

    /**
     * Removes all messages of the queue that are not on loan, due or not.
     * @return how many were removed
     */
    long purge(String queue);

}
