package io.taskqueue.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.taskqueue.RetryOptions;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Settlement;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.ValueException;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/**
 * What follows from how an attempt ended: the result to store, the messages to send, what
 * becomes of the delivery, and what is said of it in log and events. The one place where
 * that is decided.
 */
final class Endings {

    private final Statements statements;

    private final Consequences consequences;

    private final TaskLog log;

    private final RunnerOptions options;

    Endings(Statements statements, Consequences consequences, TaskLog log, RunnerOptions options) {
        this.statements = statements;
        this.consequences = consequences;
        this.log = log;
        this.options = options;
    }

    Ending succeeded(Attempt attempt, String json) {
        TaskMessage message = attempt.message();
        Duration runtime = attempt.runtime();
        try {
            Ending ending = ended(attempt, state(attempt, TaskState.SUCCESS, null).value(json),
                    new TaskEvent.TaskSucceeded(message.id(), message.task(), message.queue(), this.statements.now(),
                            attempt.number(), runtime));
            this.log.succeeded(message, runtime);
            return ending;
        }
        catch (ValueException beyond) {
            return failedForGood(attempt, new IllegalStateException(
                    "Its result, with what it is to be passed on to, is more than one message may hold: store it"
                            + " elsewhere and return where it is"),
                    plain(attempt));
        }
    }

    /** Its end is that of the work that takes its place. */
    Ending replaced(Attempt attempt, WireSignature work) {
        try {
            Ending ending = this.consequences.replaced(attempt, work);
            this.log.replaced(attempt.message(), work);
            return ending;
        }
        catch (ValueException beyond) {
            return failedForGood(attempt,
                    new IllegalStateException("What is to take its place is more than one message may hold"),
                    plain(attempt));
        }
    }

    Ending failed(Attempt attempt, Throwable cause) {
        boolean again = attempt.options().retry().covers(cause);
        Optional<Duration> wait = again ? next(attempt, null) : Optional.empty();
        return wait.isPresent() ? retried(attempt, cause, wait.get())
                : failedForGood(attempt, cause, again ? ofAll(attempt) : plain(attempt));
    }

    Ending askedAgain(Attempt attempt, @Nullable Throwable cause, @Nullable Duration asked) {
        Optional<Duration> wait = next(attempt, asked);
        return wait.isPresent() ? retried(attempt, cause, wait.get()) : failedForGood(attempt, cause, ofAll(attempt));
    }

    Ending snoozed(Attempt attempt, Duration wait) {
        TaskMessage message = attempt.message();
        Instant due = this.statements.now().plus(wait);
        return done(attempt, state(attempt, TaskState.RETRY, null).due(due), List.of(message.snooze(wait)),
                new TaskEvent.TaskRetried(message.id(), message.task(), message.queue(), this.statements.now(),
                        attempt.number(), attempt.runtime(), due, null));
    }

    Ending rejected(Attempt attempt, TaskError error) {
        TaskMessage message = attempt.messageOrNull();
        String reason = (error.message() != null) ? error.message() : error.type();
        if (message == null) {
            this.log.rejected("A message of queue " + attempt.delivery().queue(), reason);
            return Ending.of(Completion.of(attempt.delivery(), Settlement.deadLetter(reason)), null, false);
        }
        this.log.rejected("Task " + message.id(), reason);
        if (error.type().equals("UnknownTask")) {
            this.log.unknown(message);
        }
        return this.consequences.ending(attempt, state(attempt, TaskState.REJECTED, error),
                Settlement.deadLetter(reason), new TaskEvent.TaskRejected(message.id(), message.task(), message.queue(),
                        this.statements.now(), reason));
    }

    Ending revoked(Attempt attempt, boolean expired) {
        TaskMessage message = attempt.message();
        this.log.revoked(message, expired);
        TaskError error = TaskError.of("TaskRevoked", expired ? "expired" : "revoked");
        return ended(attempt, state(attempt, TaskState.REVOKED, error), new TaskEvent.TaskRevoked(message.id(),
                message.task(), message.queue(), this.statements.now(), expired));
    }

    Ending parked(Attempt attempt) {
        TaskMessage message = attempt.message();
        long now = this.statements.now().toEpochMilli();
        long since = message.headers().parkedSince();
        if (since > 0 && now - since >= this.options.parkFor().toMillis()) {
            return rejected(attempt,
                    TaskError.of("UnknownTask", "no worker knew its task for " + this.options.parkFor()));
        }
        this.log.parked(message);
        TaskMessage later = (since > 0) ? message : message.header(TaskHeaders.PARKED_SINCE, now);
        return Ending.of(new Completion(attempt.delivery(), null, List.of(later.after(this.options.parkDelay())),
                Settlement.acknowledge()), null, false);
    }

    /**
     * It ran once more in vain, since the store holds an end of it, and what follows from
     * that may not have been sent.
     */
    Ending repeated(Attempt attempt) {
        try {
            return attempt.endStored()
                .map((end) -> this.consequences.stood(attempt, end))
                .orElseGet(() -> Consequences.dropped(attempt));
        }
        catch (ResultStoreException away) {
            return released(attempt);
        }
    }

    Ending released(Attempt attempt) {
        if (attempt.settled()) {
            // acknowledged early: nobody else will ever have it, so this is its end
            return failedForGood(attempt, new IllegalStateException("Its worker stopped before it had ended"),
                    plain(attempt));
        }
        return Ending.of(Completion.of(attempt.delivery(), Settlement.release()), null, attempt.settled());
    }

    /** Another message of it has begun. */
    Ending superseded(Attempt attempt) {
        this.log.superseded(attempt.message());
        return Consequences.dropped(attempt);
    }

    /** It was told to run once more, and its end is stored already. */
    Ending stood(Attempt attempt, TaskResult end) {
        boolean again = attempt.delivery().deliveries() > 1;
        this.log.stood(attempt.message(), again);
        return again ? this.consequences.stood(attempt, end) : Consequences.dropped(attempt);
    }

    private Ending retried(Attempt attempt, @Nullable Throwable cause, Duration wait) {
        TaskMessage message = attempt.message();
        TaskError error = (cause != null) ? TaskError.of(cause) : null;
        Instant due = this.statements.now().plus(wait);
        this.log.retried(message, ofAll(attempt), wait, error);
        return done(attempt, state(attempt, TaskState.RETRY, error).due(due), List.of(message.retry(wait)),
                new TaskEvent.TaskRetried(message.id(), message.task(), message.queue(), this.statements.now(),
                        attempt.number(), attempt.runtime(), due, error));
    }

    private Ending failedForGood(Attempt attempt, @Nullable Throwable cause, String which) {
        TaskMessage message = attempt.message();
        TaskError error = (cause != null) ? TaskError.of(cause)
                : TaskError.of("MaxRetriesExceeded", "asked for another attempt, and " + which + " was the last");
        this.log.failed(message, which, cause, error);
        return ended(attempt, state(attempt, TaskState.FAILURE, error), new TaskEvent.TaskFailed(message.id(),
                message.task(), message.queue(), this.statements.now(), attempt.number(), attempt.runtime(), error));
    }

    /** Nothing of it is left to do. */
    private Ending ended(Attempt attempt, TaskResult result, TaskEvent event) {
        return this.consequences.ending(attempt, result, Settlement.acknowledge(), event);
    }

    /** It goes on in another message. */
    private Ending done(Attempt attempt, TaskResult result, List<TaskMessage> followUps, TaskEvent event) {
        TaskResult kept = attempt.ignoresResult() ? null : result;
        return Ending.of(new Completion(attempt.delivery(), kept, followUps, Settlement.acknowledge()), event,
                attempt.settled());
    }

    private Optional<Duration> next(Attempt attempt, @Nullable Duration asked) {
        return new RetryPolicy(attempt.options().retry()).next(attempt.message(), asked, this.statements.now());
    }

    private TaskResult state(Attempt attempt, TaskState state, @Nullable TaskError error) {
        return this.statements.of(attempt.delivery(), attempt.message(), state, error);
    }

    private static String plain(Attempt attempt) {
        return "attempt " + attempt.number();
    }

    /** Which attempt it is, of as many as a task that is tried again may have. */
    private static String ofAll(Attempt attempt) {
        RetryOptions retry = attempt.options().retry();
        return plain(attempt) + ((retry.maxRetries() < 0) ? "" : " of " + (retry.maxRetries() + 1));
    }

}
