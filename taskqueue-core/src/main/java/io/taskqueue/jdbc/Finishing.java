package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Settlement;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskResult;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Sessions;
import io.taskqueue.sql.TransactionalResults;
import io.taskqueue.sql.Trouble;

/**
 * Completions on their way through one transaction: whose loans still are the owner's are
 * locked, what came of them is stored, what follows is inserted, and they are settled. A
 * value that the database dislikes fails its own completion only.
 */
final class Finishing {

    private final JdbcBroker broker;

    private final String owner;

    private final List<TaskResult> before;

    private final @Nullable TransactionalResults results;

    private final Map<Loan, Answer> answers = new HashMap<>();

    private final Set<String> queues = new HashSet<>();

    private List<Answer> answersBefore;

    private boolean toldBefore;

    /**
     * @param before statements to be stored along with the first completions
     * @param results where results go in the same transaction; without it they and what
     * follows are somebody else's business
     */
    Finishing(JdbcBroker broker, String owner, List<TaskResult> before, @Nullable TransactionalResults results) {
        this.broker = broker;
        this.owner = owner;
        this.before = before;
        this.results = results;
        this.answersBefore = Collections.nCopies(before.size(),
                Answer.failed(new BrokerUnavailableException("There was nothing to store it along with", false, null)));
    }

    /** What became of it; fenced where it was not the owner's any more. */
    Answer answer(Completion completion) {
        return this.answers.getOrDefault(Settling.loan(completion), Answer.fenced());
    }

    List<Answer> answersBefore() {
        return this.answersBefore;
    }

    /** Where there is something new. */
    Set<String> queues() {
        return this.queues;
    }

    void finish(List<Completion> completions) {
        if (completions.isEmpty()) {
            return;
        }
        try {
            Finished finished = this.broker.connections()
                .sessions()
                .persistently((connection, dialect) -> finish(completions, connection, dialect));
            this.answers.putAll(finished.answers());
            finished.committed().run();
            tellBefore(finished.answersBefore());
            completions.forEach(this::noteQueues);
        }
        catch (SQLException failure) {
            failed(completions, failure, Trouble.of(failure) == Trouble.VALUE);
        }
        catch (IllegalArgumentException unusable) {
            failed(completions, unusable, true);
        }
    }

    /** The same for one of them, in a transaction that somebody else ends. */
    Within finishWithin(Completion completion, Connection connection, Dialect dialect) throws SQLException {
        Finished finished = finish(List.of(completion), connection, dialect);
        Answer answer = finished.answers().getOrDefault(Settling.loan(completion), Answer.fenced());
        return new Within(answer, () -> {
            finished.committed().run();
            noteQueues(completion);
            this.broker.connections().bell().ring(this.queues);
        });
    }

    private void tellBefore(List<Answer> told) {
        if (!this.toldBefore) {
            this.toldBefore = true;
            this.answersBefore = told;
        }
    }

    private void failed(List<Completion> completions, Exception failure, boolean oneOfThem) {
        if (oneOfThem && (completions.size() > 1 || (!this.before.isEmpty() && !this.toldBefore))) {
            // it may be one of those before, which are told by themselves then
            this.toldBefore = true;
            finish(completions.subList(0, completions.size() / 2));
            finish(completions.subList(completions.size() / 2, completions.size()));
            return;
        }
        Answer answer = (failure instanceof Sessions.CommitUnknownException) ? Answer.unknown(failure)
                : Answer.failed(failure);
        completions.forEach((completion) -> this.answers.put(Settling.loan(completion), answer));
    }

    private Finished finish(List<Completion> completions, Connection connection, Dialect dialect) throws SQLException {
        MessageTable table = MessageTable.of(this.broker.connections().tables(), dialect);
        Set<Loan> owned = Settling.owned(completions, this.owner, connection, table);
        List<Completion> ours = completions.stream()
            .filter((completion) -> owned.contains(Settling.loan(completion)))
            .toList();
        Finished finished = store(ours, connection, dialect);
        Settling settling = new Settling();
        List<Outgoing> followUps = new ArrayList<>();
        for (Completion completion : ours) {
            Answer answer = finished.answers().computeIfAbsent(Settling.loan(completion), (loan) -> Answer.done());
            if (answer.isDone() && this.results != null) {
                completion.followUps().forEach((message) -> followUps.add(this.broker.messages().write(message)));
            }
            if (!answer.retryable()) {
                settling.add(completion);
            }
        }
        if (!followUps.isEmpty()) {
            table.insert(connection, followUps);
        }
        settling.write(this.broker.connections().tables(), this.broker.options().maxDeadLetters(), connection, dialect);
        return finished;
    }

    private Finished store(List<Completion> ours, Connection connection, Dialect dialect) throws SQLException {
        Map<Loan, Answer> told = new HashMap<>();
        if (this.results == null) {
            return new Finished(told, List.of(), () -> {
            });
        }
        List<TaskResult> statements = new ArrayList<>(this.toldBefore ? List.of() : this.before);
        int first = statements.size();
        List<Completion> storing = ours.stream().filter((completion) -> completion.result() != null).toList();
        storing.forEach((completion) -> statements.add(completion.result()));
        TransactionalResults.Stored stored = this.results.storeWithin(connection, dialect, statements);
        for (int i = 0; i < storing.size(); i++) {
            told.put(Settling.loan(storing.get(i)), stored.answers().get(first + i));
        }
        return new Finished(told, stored.answers().subList(0, first), stored.committed());
    }

    private void noteQueues(Completion completion) {
        if (completion.settlement() instanceof Settlement.Release) {
            this.queues.add(completion.delivery().queue());
        }
        if (this.results != null) {
            completion.followUps()
                .stream()
                .filter((message) -> message.due() == null)
                .map(TaskMessage::queue)
                .forEach(this.queues::add);
        }
    }

    /**
     * What a transaction comes to if it commits.
     *
     * @param answer what becomes of the completion
     * @param committed to be run when it has committed
     */
    record Within(Answer answer, Runnable committed) {
    }

    /**
     * What the transaction comes to if it commits.
     *
     * @param answers what became of each loan
     * @param answersBefore what became of the statements before
     * @param committed to be run when it has committed
     */
    private record Finished(Map<Loan, Answer> answers, List<Answer> answersBefore, Runnable committed) {
    }

}
