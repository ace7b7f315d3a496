package io.taskqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.JoinsTransactions;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/**
 * Hands calls to the broker: now, as part of their transaction where the broker can be
 * one, or when it has committed. In that last case nothing is promised before the commit;
 * a broker that is away then cannot undo it, so that failure is logged, told as an event
 * and, with history, left as an {@code UNSENT} row.
 */
final class TaskSender {

    private static final Logger logger = LoggerFactory.getLogger(TaskSender.class);

    private static final boolean TRANSACTIONS = ClassUtils.isPresent(
            "org.springframework.transaction.support.TransactionSynchronizationManager",
            TaskSender.class.getClassLoader());

    private final Broker broker;

    private final TaskJournal journal;

    private final TaskEvents events;

    private final TimeSource time;

    private final BooleanSupplier joining;

    private final @Nullable String home;

    /** Absent without Spring's transactions on the class path, and then never loaded. */
    private final @Nullable AfterCommit afterCommit = TRANSACTIONS
            ? new AfterCommit(this::sendCommitted, TaskSender::rollBack) : null;

    /** For what is part of the transaction already, and only has to be told. */
    private final @Nullable AfterCommit joined = TRANSACTIONS
            ? new AfterCommit(this::joinedCommitted, TaskSender::rollBack) : null;

    private final @Nullable JoinsTransactions joins;

    TaskSender(Broker broker, TaskJournal journal, TaskEvents events, TimeSource time, BooleanSupplier joining) {
        this.broker = broker;
        this.journal = journal;
        this.events = events;
        this.time = time;
        this.joining = joining;
        this.joins = broker.capability(JoinsTransactions.class).orElse(null);
        this.home = broker.capability(ProcessLocal.class).map(ProcessLocal::home).orElse(null);
    }

    /** Whether calls that are made here and now wait for a commit. */
    boolean defers(boolean immediate) {
        return !immediate && this.afterCommit != null && this.afterCommit.possible() && this.joining.getAsBoolean();
    }

    /** Sends calls, or keeps them for the commit. */
    void send(List<OutgoingCall> calls, boolean immediate) {
        if (this.afterCommit != null && defers(immediate)) {
            sendWithTransaction(calls, this.afterCommit);
            return;
        }
        refuseDuplicates(calls);
        List<RuntimeException> failures = failures(calls, publish(calls));
        if (!failures.isEmpty()) {
            throw (calls.size() == 1) ? failures.get(0) : partial(calls.size(), failures);
        }
    }

    /** In the transaction where the broker can be part of it, else after its commit. */
    private void sendWithTransaction(List<OutgoingCall> calls, AfterCommit later) {
        if (this.joins == null || this.joined == null || !this.joins.joinable()) {
            later.defer(calls);
            return;
        }
        refuseDuplicates(calls);
        this.joins.join(calls.stream().map(OutgoingCall::message).toList());
        this.joined.defer(calls);
    }

    private void joinedCommitted(List<OutgoingCall> calls) {
        noteQueued(calls);
        calls.forEach(this::sent);
        if (this.joins != null) {
            this.joins.committed(calls.stream().map(OutgoingCall::message).toList());
        }
    }

    private static RuntimeException partial(int calls, List<RuntimeException> failures) {
        boolean maybe = failures.stream()
            .anyMatch(
                    (failure) -> failure instanceof BrokerUnavailableException unavailable && unavailable.maybeSent());
        return new BrokerUnavailableException(
                failures.size() + " of " + calls + " calls were not sent; the first: " + failures.get(0).getMessage(),
                maybe, failures.get(0));
    }

    private void sendCommitted(List<OutgoingCall> calls) {
        if (calls.stream().anyMatch(OutgoingCall::chosenId)) {
            // asking the store may need a connection, and this thread still holds its
            // transaction's
            Thread asker = new Thread(() -> sendUnlessDuplicate(calls), "taskqueue-after-commit");
            asker.setDaemon(false);
            asker.start();
        }
        else {
            publishCommitted(calls);
        }
    }

    private void sendUnlessDuplicate(List<OutgoingCall> calls) {
        List<OutgoingCall> fresh = new ArrayList<>();
        for (OutgoingCall call : calls) {
            try {
                refuseDuplicates(List.of(call));
                fresh.add(call);
            }
            catch (DuplicateTaskException duplicate) {
                logger.error("Task {} {} was not sent after its commit: {}", call.message().task(), call.message().id(),
                        duplicate.getMessage());
                call.dispatch().failed(duplicate);
            }
            catch (RuntimeException unknown) {
                fresh.add(call);
            }
        }
        publishCommitted(fresh);
    }

    private void publishCommitted(List<OutgoingCall> calls) {
        List<RuntimeException> failures = failures(calls, publish(calls));
        if (!failures.isEmpty()) {
            logger.error("{} of {} calls were not sent after their transaction had committed", failures.size(),
                    calls.size(), failures.get(0));
        }
    }

    private static void rollBack(List<OutgoingCall> calls) {
        for (OutgoingCall call : calls) {
            call.dispatch()
                .failed(new TaskNotRunException(call.message().id(), TaskState.UNSENT,
                        "the transaction it was called in did not commit"));
        }
    }

    private void refuseDuplicates(List<OutgoingCall> calls) {
        List<String> chosen = calls.stream().filter(OutgoingCall::chosenId).map((call) -> call.message().id()).toList();
        if (chosen.isEmpty()) {
            return;
        }
        this.journal.flush(Duration.ofSeconds(1));
        var existing = this.journal.backend().find(chosen).keySet();
        if (!existing.isEmpty()) {
            throw new DuplicateTaskException(existing.iterator().next());
        }
    }

    /** Sends calls now, whatever their ids; an answer for each. */
    List<Answer> publish(List<OutgoingCall> calls) {
        List<TaskMessage> messages = calls.stream().map(OutgoingCall::message).toList();
        noteQueued(calls);
        List<Answer> answers = this.broker.publish(messages);
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).isDone()) {
                sent(calls.get(i));
            }
        }
        return answers;
    }

    private List<RuntimeException> failures(List<OutgoingCall> calls, List<Answer> answers) {
        List<RuntimeException> failures = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i).isDone()) {
                failures.add(unsent(calls.get(i), answers.get(i)));
            }
        }
        return failures;
    }

    /**
     * Before the publish, so that whoever runs it never speaks of a task nobody has heard
     * of.
     */
    private void noteQueued(List<OutgoingCall> calls) {
        if (this.journal.history()) {
            for (OutgoingCall call : calls) {
                note(call, TaskState.QUEUED);
            }
        }
    }

    private void note(OutgoingCall call, TaskState state) {
        if (!call.message().headers().ignoreResult()) {
            this.journal.note(statement(call, state));
        }
        call.later(state, this.time.now(), this.home).forEach(this.journal::note);
    }

    private TaskResult statement(OutgoingCall call, TaskState state) {
        Instant now = this.time.now();
        TaskMessage message = call.message();
        TaskResult statement = TaskResult.of(message.id(), state, TaskRun.NONE, now, call.details(this.home));
        return (message.due() != null) ? statement.due(message.due().instant(now)) : statement;
    }

    private void sent(OutgoingCall call) {
        call.dispatch().sent();
        TaskMessage message = call.message();
        this.events.publish(new TaskEvent.TaskSent(message.id(), message.task(), message.queue(), this.time.now()));
    }

    private RuntimeException unsent(OutgoingCall call, Answer answer) {
        TaskMessage message = call.message();
        boolean maybe = answer.fate() == Answer.Fate.UNKNOWN;
        String reason = (answer.cause() != null) ? String.valueOf(answer.cause().getMessage()) : "refused";
        RuntimeException failure = new BrokerUnavailableException("Task " + message.task() + " " + message.id()
                + (maybe ? " may or may not have been sent" : " was not sent") + " to " + this.broker.description()
                + ": " + reason, maybe, answer.cause());
        call.dispatch().failed(failure);
        if (this.journal.history() && !maybe) {
            note(call, TaskState.UNSENT);
        }
        this.events
            .publish(new TaskEvent.TaskUnsent(message.id(), message.task(), message.queue(), this.time.now(), reason));
        return failure;
    }

}
