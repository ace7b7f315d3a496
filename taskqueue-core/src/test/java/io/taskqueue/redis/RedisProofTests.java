package io.taskqueue.redis;

import io.taskqueue.proof.ProofContract;
import io.taskqueue.proof.Subject;

class RedisProofTests extends ProofContract {

    @Override
    protected Subject open() {
        return new RedisSubject();
    }

}
