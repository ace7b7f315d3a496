package io.taskqueue.broker;

/** A broker that keeps its messages in this process' memory only: they end with it. */
public interface ProcessLocal {

    /** This process' name, new at each start. */
    String home();

}
