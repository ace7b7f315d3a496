package io.taskqueue.result;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The rule by which one more statement changes a task's story, and what its teller is
 * answered; the same for every store.
 * <p>
 * The end stands, whatever comes after it. A newer run speaks over an older one, and the
 * older one is fenced off. Within one run the higher rank stands, and of equals the one
 * told last. What a late statement of the same run, or of the caller, knows besides its
 * state is kept: details nobody had told, the moment of the call, when the run was
 * received and began.
 */
public final class TaskStory {

    /** The most ended attempts a story holds; of more, the newest are kept. */
    public static final int MAX_ATTEMPTS = 100;

    private TaskStory() {
    }

    /**
     * The story after the statement. Where the statement is refused, the record is the
     * one there was.
     * @param before the story so far, or {@code null} where nobody has spoken of the task
     * yet
     */
    public static Folded fold(@Nullable TaskRecord before, TaskResult statement) {
        if (before == null) {
            return new Folded(begun(statement), Answer.done());
        }
        int age = statement.run().compareTo(before.last().run());
        return (age < 0) ? older(before, statement) : (age > 0) ? newer(before, statement) : same(before, statement);
    }

    private static Folded older(TaskRecord before, TaskResult statement) {
        if (!ofCaller(statement) || statement.state().terminal()) {
            return new Folded(before, Answer.fenced());
        }
        return new Folded(kept(before, statement), ended(before) ? Answer.alreadyFinal() : Answer.done());
    }

    private static Folded newer(TaskRecord before, TaskResult statement) {
        return ended(before) ? new Folded(before, Answer.alreadyFinal())
                : new Folded(told(before, statement, false), Answer.done());
    }

    private static Folded same(TaskRecord before, TaskResult statement) {
        TaskResult last = before.last();
        if (ended(before)) {
            return new Folded(kept(before, statement),
                    repeats(last, statement) ? Answer.done() : Answer.alreadyFinal());
        }
        boolean stands = statement.state().rank() >= last.state().rank();
        return new Folded(stands ? told(before, statement, true) : kept(before, statement), Answer.done());
    }

    private static boolean ended(TaskRecord record) {
        return record.state().terminal();
    }

    private static boolean ofCaller(TaskResult statement) {
        return statement.run().compareTo(TaskRun.NONE) == 0;
    }

    /**
     * The answer may have been lost on its way, so whoever asks again with the same words
     * is told the same.
     */
    private static boolean repeats(TaskResult last, TaskResult statement) {
        return last.state().equals(statement.state()) && last.run().equals(statement.run());
    }

    private static TaskRecord begun(TaskResult statement) {
        return moved(new TaskRecord(statement, statement.at(), null, null, null, List.of()), statement, true);
    }

    /** The statement stands. */
    private static TaskRecord told(TaskRecord before, TaskResult statement, boolean sameRun) {
        TaskResult last = before.last();
        TaskResult next = new TaskResult(statement.id(), statement.state(), statement.run(), statement.at(),
                (statement.worker() != null) ? statement.worker() : last.worker(), statement.value(), statement.error(),
                (statement.progress() == null && sameRun) ? last.progress() : statement.progress(), statement.due(),
                last.details().or(statement.details()));
        return moved(new TaskRecord(next, earlier(before.created(), statement.at()), before.received(),
                before.started(), null, before.attempts()), statement, sameRun);
    }

    private static TaskRecord moved(TaskRecord record, TaskResult statement, boolean sameRun) {
        Instant received = when(TaskState.RECEIVED, statement, sameRun ? record.received() : null);
        Instant started = when(TaskState.STARTED, statement, sameRun ? record.started() : null);
        boolean ended = statement.state().terminal();
        boolean closes = !ofCaller(statement) && (ended || statement.state().equals(TaskState.RETRY));
        return new TaskRecord(record.last(), record.created(), received, started, ended ? statement.at() : null,
                closes ? closed(record.attempts(), record.last(), started) : record.attempts());
    }

    /** What stands is more than the statement, which came late. */
    private static TaskRecord kept(TaskRecord before, TaskResult late) {
        TaskResult last = before.last();
        TaskResult richer = new TaskResult(last.id(), last.state(), last.run(), last.at(), last.worker(), last.value(),
                last.error(), last.progress(), last.due(), last.details().or(late.details()));
        Instant created = earlier(before.created(), late.at());
        if (last.run().compareTo(late.run()) != 0) {
            return new TaskRecord(richer, created, before.received(), before.started(), before.done(),
                    before.attempts());
        }
        Instant started = when(TaskState.STARTED, late, before.started());
        return new TaskRecord(richer, created, when(TaskState.RECEIVED, late, before.received()), started,
                before.done(), begun(before.attempts(), late.run(), started));
    }

    private static @Nullable Instant when(TaskState state, TaskResult statement, @Nullable Instant otherwise) {
        return statement.state().equals(state) ? statement.at() : otherwise;
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    /**
     * One pair of attempt and deliveries ends once: a failure that follows its own retry
     * takes that one's place.
     */
    private static List<TaskRecord.Attempt> closed(List<TaskRecord.Attempt> attempts, TaskResult end,
            @Nullable Instant started) {
        List<TaskRecord.Attempt> all = new ArrayList<>(attempts);
        all.removeIf((attempt) -> attempt.run().compareTo(end.run()) == 0);
        all.add(new TaskRecord.Attempt(end.run(), end.state(), end.worker(), started, end.at(), end.error()));
        return (all.size() > MAX_ATTEMPTS) ? all.subList(all.size() - MAX_ATTEMPTS, all.size()) : all;
    }

    private static List<TaskRecord.Attempt> begun(List<TaskRecord.Attempt> attempts, TaskRun run,
            @Nullable Instant started) {
        return attempts.stream()
            .map((attempt) -> (attempt.run().compareTo(run) == 0) ? new TaskRecord.Attempt(attempt.run(),
                    attempt.state(), attempt.worker(), started, attempt.ended(), attempt.error()) : attempt)
            .toList();
    }

    /**
     * A story and what the last teller is told.
     *
     * @param record the story now
     * @param answer what became of the statement
     */
    public record Folded(TaskRecord record, Answer answer) {
    }

}
