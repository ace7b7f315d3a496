package io.taskqueue.beat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.TaskTemplate;
import io.taskqueue.beat.Firing.Fate;
import io.taskqueue.canvas.CallOptions;
import io.taskqueue.canvas.Signature;
import io.taskqueue.message.Due;
import io.taskqueue.message.SafeText;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskValues;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/** Turns firings into calls and hands them to the broker, many at once. */
final class FiringSender {

    private static final Logger logger = LoggerFactory.getLogger(FiringSender.class);

    private final TaskTemplate tasks;

    private final TaskJournal journal;

    private final TaskValues values;

    FiringSender(TaskTemplate tasks, TaskJournal journal, TaskValues values) {
        this.tasks = tasks;
        this.journal = journal;
        this.values = values;
    }

    /**
     * Sends these.
     * @return those that are dealt with, as they became; the others may be tried again
     */
    List<Firing> send(List<Claim> claims, Instant now) {
        try {
            return sendAll(claims, now);
        }
        catch (RuntimeException unsendable) {
            return (claims.size() == 1) ? refuse(claims.get(0), unsendable, now)
                    : claims.stream().flatMap((claim) -> send(List.of(claim), now).stream()).toList();
        }
    }

    private List<Firing> sendAll(List<Claim> claims, Instant now) {
        List<Signature<@Nullable Object>> calls = claims.stream().map(this::call).toList();
        claims.forEach((claim) -> noteForOverlap(claim, now));
        List<Answer> answers = calls.isEmpty() ? List.of() : this.tasks.sendDerived(calls);
        List<Firing> sent = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Firing firing = claims.get(i).firing();
            if (answers.get(i).isDone()) {
                sent.add(firing.became(Fate.SENT, now, null));
            }
            else {
                logger.debug("Schedule {} could not send its task yet", SafeText.of(firing.schedule()),
                        answers.get(i).cause());
            }
        }
        return sent;
    }

    /** The call that a schedule comes to, without an id. */
    Signature<@Nullable Object> call(ScheduleEntry entry) {
        ScheduleSpec spec = entry.spec();
        CallOptions options = CallOptions.NONE.queue(spec.queue())
            .priority(spec.priority())
            .expires((spec.expires() != null) ? Due.after(spec.expires()) : null)
            .header(TaskHeaders.PERIODIC_TASK, entry.name())
            .immediate(true);
        return Signature.ofJson(spec.task(), spec.args(), spec.kwargs(), this.values).with(options);
    }

    private Signature<@Nullable Object> call(Claim claim) {
        Signature<@Nullable Object> call = call(claim.entry());
        return call.with(call.options().id(id(claim)));
    }

    private static String id(Claim claim) {
        return Objects.requireNonNull(claim.firing().task(), "a claimed firing has a task");
    }

    /**
     * Where a call leaves no trace before it is taken, somebody who asks whether the run
     * before has ended would be told that nobody knows it.
     */
    private void noteForOverlap(Claim claim, Instant now) {
        ScheduleSpec spec = claim.entry().spec();
        if (spec.overlap() != Overlap.ALLOW && !this.journal.history()) {
            this.journal.note(TaskResult.of(id(claim), TaskState.QUEUED, TaskRun.NONE, now, new TaskDetails(spec.task(),
                    spec.queue(), spec.priority(), null, null, null, null, null, claim.entry().name(), null, null)));
        }
    }

    private static List<Firing> refuse(Claim claim, RuntimeException unsendable, Instant now) {
        logger.error("Schedule {} cannot send its task", SafeText.of(claim.entry().name()), unsendable);
        return List.of(claim.firing().became(Fate.REFUSED, now, unsendable.getClass().getSimpleName()));
    }

}
