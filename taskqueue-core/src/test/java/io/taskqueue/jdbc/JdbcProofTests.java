package io.taskqueue.jdbc;

import io.taskqueue.proof.ProofContract;
import io.taskqueue.proof.Subject;

class JdbcProofTests extends ProofContract {

    @Override
    protected Subject open() {
        return new PostgresSubject();
    }

}
