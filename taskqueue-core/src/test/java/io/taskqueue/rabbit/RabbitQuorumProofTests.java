package io.taskqueue.rabbit;

import java.time.Duration;

import io.taskqueue.proof.Subject;
import io.taskqueue.rabbit.RabbitBroker.QueueType;

class RabbitQuorumProofTests extends RabbitProofTests {

    @Override
    protected Subject open() {
        return new RabbitSubject(QueueType.QUORUM);
    }

    /** At once when the socket closes. */
    @Override
    protected Duration recovery() {
        return Duration.ofSeconds(2);
    }

}
