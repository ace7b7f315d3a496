package io.taskqueue.jpa;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.TaskStory;

/**
 * What one batch says of one run of a task, folded into one row. It takes statements only
 * as long as the row would be the same had they come one by one: those of one run, and
 * what its caller said before, up to an end.
 */
final class Story {

    private final List<TaskResult> statements = new ArrayList<>();

    private final List<TaskResult> news = new ArrayList<>();

    private TaskRecord record;

    private TaskRun run;

    private @Nullable TaskResult retry;

    Story(TaskResult first) {
        this.record = TaskStory.fold(null, first).record();
        this.run = first.run();
        took(first);
    }

    /** Adds a statement, or says that it needs a row of its own. */
    boolean add(TaskResult statement) {
        boolean oneRun = sameRun(statement.run(), this.run) || ofCaller(statement.run()) || ofCaller(this.run);
        if (!oneRun || this.record.state().terminal()) {
            return false;
        }
        TaskStory.Folded folded = TaskStory.fold(this.record, statement);
        if (!folded.answer().isDone()) {
            return false;
        }
        this.record = folded.record();
        took(statement);
        return true;
    }

    private void took(TaskResult statement) {
        this.statements.add(statement);
        if (last().state().equals(statement.state()) && last().run().equals(statement.run())) {
            this.news.add(last());
        }
        if (!ofCaller(statement.run())) {
            this.run = statement.run();
            this.retry = statement.state().equals(TaskState.RETRY) ? statement : this.retry;
        }
    }

    String id() {
        return this.record.id();
    }

    /** The row. */
    TaskRecord record() {
        return this.record;
    }

    /** What stands in the row. */
    TaskResult last() {
        return this.record.last();
    }

    /** All statements, in the order they came. */
    List<TaskResult> statements() {
        return this.statements;
    }

    /** What stood one after the other, as far as the batch knows. */
    List<TaskResult> news() {
        return this.news;
    }

    /**
     * The attempt that ended in a retry, or {@code null}: it gets a row of its own before
     * the next one takes this.
     */
    @Nullable TaskResult retry() {
        return this.retry;
    }

    /** About how much text it holds. */
    long size() {
        TaskError error = last().error();
        return length(last().value()) + length(last().details().args()) + length(last().details().kwargs())
                + ((error != null) ? length(error.message()) + length(error.trace()) : 0);
    }

    private static long length(@Nullable String text) {
        return (text != null) ? text.length() : 0;
    }

    /** Whether a row that stands so has taken this story. */
    boolean takenBy(Standing standing) {
        return standing.holds(last());
    }

    /** What one of its statements is told, now that the row stands so. */
    Answer answer(TaskResult statement, Standing standing) {
        return takenBy(standing) ? Answer.done() : standing.answer(statement);
    }

    /**
     * What the caller said in it, which a row keeps even where it refuses the run or the
     * end that came with it.
     */
    List<TaskResult> keptAnyway() {
        return late(last()) ? List.of() : this.statements.stream().filter(Story::late).toList();
    }

    private static boolean late(TaskResult statement) {
        return ofCaller(statement.run()) && !statement.state().terminal();
    }

    static boolean ofCaller(TaskRun run) {
        return sameRun(run, TaskRun.NONE);
    }

    static boolean sameRun(TaskRun one, TaskRun other) {
        return one.compareTo(other) == 0;
    }

}
