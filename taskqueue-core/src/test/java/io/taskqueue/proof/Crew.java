package io.taskqueue.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.taskqueue.servers.JavaProcess;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The worker processes of one proof; all are gone when it is closed. */
final class Crew implements AutoCloseable {

    private final Subject subject;

    private final Ledger ledger;

    private final List<JavaProcess> members = new ArrayList<>();

    Crew(Subject subject, Ledger ledger) {
        this.subject = subject;
        this.ledger = ledger;
    }

    /** Starts a worker, which may need a while until it takes tasks. */
    JavaProcess hire(WorkerSettings settings) {
        JavaProcess member = JavaProcess.start(this.subject.program(), settings.arguments(this.subject.address()));
        this.members.add(member);
        return member;
    }

    /** Waits until every living member takes tasks. */
    void awaitUp() {
        try {
            Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> this.ledger.account().up().containsAll(alive().stream().map(JavaProcess::pid).toList()));
        }
        catch (ConditionTimeoutException late) {
            throw new IllegalStateException("Not all workers came up: " + logs(), late);
        }
    }

    List<JavaProcess> alive() {
        return this.members.stream().filter(JavaProcess::alive).toList();
    }

    /** What those said that said anything. */
    List<String> logs() {
        return this.members.stream().map(JavaProcess::log).filter((log) -> !log.isBlank()).toList();
    }

    @Override
    public void close() {
        this.members.forEach(JavaProcess::close);
    }

}
