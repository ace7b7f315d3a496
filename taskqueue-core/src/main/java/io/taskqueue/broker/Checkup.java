package io.taskqueue.broker;

import java.util.List;

/**
 * A broker that can tell what an operator should mend, though tasks get through.
 */
public interface Checkup {

    /**
     * What could lose tasks or hold them up one day, each in one sentence with its cure;
     * usually nothing.
     * @throws BrokerUnavailableException if the broker cannot be asked
     */
    List<String> concerns();

    /**
     * How often the broker came back without what it had held, as far as this process has
     * seen since it started.
     */
    long losses();

}
