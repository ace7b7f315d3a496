package io.taskqueue.execution;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Settlement;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.result.Answer;

/**
 * A body that runs in the transaction in which its success is recorded. Anything but a
 * success rolls back, and is recorded as always, in a transaction of its own.
 */
final class TransactionalRun {

    private final Attempt attempt;

    private final Supplier<Outcome> body;

    private @Nullable Outcome outcome;

    private @Nullable Ending success;

    /** Its ending where it returned and all the same cannot succeed. */
    private @Nullable Ending refused;

    TransactionalRun(Attempt attempt, Supplier<Outcome> body) {
        this.attempt = attempt;
        this.body = body;
    }

    /**
     * Runs the body, and says what is to commit with what it wrote. Nothing may where a
     * time limit or a stop was quicker to end it.
     */
    @Nullable Completion completion() {
        Outcome came = this.body.get();
        this.outcome = came;
        if (!(came instanceof Outcome.Succeeded) || !this.attempt.claimEnd()) {
            return null;
        }
        Ending ending = this.attempt.tell(came);
        if (!(ending.event() instanceof TaskEvent.TaskSucceeded)) {
            this.refused = ending;
            return null;
        }
        this.success = ending;
        return ending.completion();
    }

    /** How it ended, where it had claimed its end. */
    @Nullable Ending ending(Answer answer, Endings endings) {
        Ending hoped = this.success;
        if (hoped == null) {
            return this.refused;
        }
        return switch (answer.fate()) {
            case DONE -> committed(hoped);
            case FINAL -> endings.repeated(this.attempt);
            case FENCED -> Consequences.dropped(this.attempt);
            // if it did commit after all, nothing is left to be given back
            case UNKNOWN -> endings.released(this.attempt);
            case FAILED -> endings.failed(this.attempt, cause(answer));
        };
    }

    /** What was sent is sent, and only what chords count is left. */
    private Ending committed(Ending success) {
        return new Ending(Completion.of(this.attempt.delivery(), Settlement.acknowledge()), success.event(), true,
                success.effects(), null, List.of());
    }

    /** What the body came to, for whoever ends it where this did not. */
    Outcome outcome(Answer answer) {
        Outcome came = this.outcome;
        return (came != null) ? came : new Outcome.Failed(cause(answer));
    }

    private static Throwable cause(Answer answer) {
        Exception cause = answer.cause();
        return (cause != null) ? cause : new IllegalStateException("The transaction did not commit");
    }

}
