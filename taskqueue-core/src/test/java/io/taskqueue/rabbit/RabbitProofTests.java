package io.taskqueue.rabbit;

import java.time.Duration;

import io.taskqueue.proof.ProofContract;
import io.taskqueue.proof.Subject;

class RabbitProofTests extends ProofContract {

    @Override
    protected Subject open() {
        return new RabbitSubject();
    }

    /** At once when the socket closes. */
    @Override
    protected Duration recovery() {
        return Duration.ofSeconds(2);
    }

    /**
     * RabbitMQ confirms what it has on disk, and writes acknowledgements when it likes.
     */
    @Override
    protected int forgottenAcknowledgements() {
        return 100;
    }

}
