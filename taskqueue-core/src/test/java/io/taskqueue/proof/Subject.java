package io.taskqueue.proof;

import java.time.Duration;
import java.util.List;

import io.taskqueue.broker.Broker;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.TcpProxy;

/**
 * The broker that is to be proved, on a server of its own: the server may be killed, and
 * everybody reaches it over a network that may be cut.
 */
public interface Subject extends AutoCloseable {

    /**
     * The program of its workers: its {@code main} takes what
     * {@link WorkerSettings#arguments} wrote and ends in {@link ProofWorker#run}.
     */
    Class<?> program();

    /** What a worker's program must know to reach it, over the network. */
    List<String> address();

    /** A broker of this process, over the network; closed by whoever asked. */
    Broker broker(Duration lease);

    /** Where its workers store results, as this process reaches it. */
    ResultBackend results();

    TcpProxy network();

    /** Kills the server and starts it again. */
    void crash();

    @Override
    void close();

}
