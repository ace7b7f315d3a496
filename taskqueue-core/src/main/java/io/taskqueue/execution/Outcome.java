package io.taskqueue.execution;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.WireSignature;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;

/**
 * What became of one attempt. Everything ends in one of these; {@link Endings} says what
 * each means for store, broker and listeners.
 */
sealed interface Outcome {

    /** Says it to whoever draws the consequences. */
    Ending tell(Endings endings, Attempt attempt);

    /**
     * The method returned.
     *
     * @param json its value as JSON
     */
    record Succeeded(String json) implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.succeeded(attempt, this.json);
        }

    }

    /**
     * The method threw, or something that stands for that happened.
     *
     * @param cause what it threw
     */
    record Failed(Throwable cause) implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.failed(attempt, this.cause);
        }

    }

    /**
     * The task asked for another attempt.
     *
     * @param cause why, or {@code null} if it did not say
     * @param delay how long to wait, or {@code null} for what it declares
     */
    record AskedAgain(@Nullable Throwable cause, @Nullable Duration delay) implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.askedAgain(attempt, this.cause, this.delay);
        }

    }

    /**
     * The task asked to run again later, uncounted.
     *
     * @param delay how long to wait
     */
    record Snoozed(Duration delay) implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.snoozed(attempt, this.delay);
        }

    }

    /**
     * The task asked for other work to take its place.
     *
     * @param work that work
     */
    record Replaced(WireSignature work) implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.replaced(attempt, this.work);
        }

    }

    /**
     * Nobody can or should run it.
     *
     * @param error why
     */
    record Rejected(TaskError error) implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.rejected(attempt, this.error);
        }

    }

    /**
     * It was cancelled or expired.
     *
     * @param expired whether it expired
     */
    record Revoked(boolean expired) implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.revoked(attempt, this.expired);
        }

    }

    /** No worker here knows its name; another one may. */
    record Parked() implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.parked(attempt);
        }

    }

    /**
     * It was not begun, or was interrupted because its worker stops: another worker takes
     * it.
     */
    record Released() implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.released(attempt);
        }

    }

    /** Another message of the same call has begun, and sees to all that follows. */
    record Superseded() implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.superseded(attempt);
        }

    }

    /**
     * It had ended in an earlier delivery, and only what follows may be missing.
     *
     * @param end what is stored of it
     */
    record Stood(TaskResult end) implements Outcome {

        @Override
        public Ending tell(Endings endings, Attempt attempt) {
            return endings.stood(attempt, this.end);
        }

    }

}
