package io.taskqueue.rabbit;

import java.time.Duration;

import io.taskqueue.Scale;
import io.taskqueue.proof.ProofContract;
import io.taskqueue.proof.Subject;
import io.taskqueue.rabbit.RabbitBroker.QueueType;

class RabbitProofTests extends ProofContract {

    @Override
    protected Subject open() {
        return new RabbitSubject(QueueType.CLASSIC);
    }

    /**
     * At once when the socket closes, but behind what waits: a round's tasks, which take
     * two workers of four threads 90 ms each, one of which has yet to start.
     */
    @Override
    protected Duration recovery() {
        return Duration.ofSeconds(8).plusMillis(Scale.current().faults().tasks() * 90L / 8);
    }

    /**
     * RabbitMQ confirms what it has on disk, and writes acknowledgements when it likes.
     */
    @Override
    protected int forgottenAcknowledgements() {
        return 100;
    }

}
