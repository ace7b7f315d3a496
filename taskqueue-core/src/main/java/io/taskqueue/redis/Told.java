package io.taskqueue.redis;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskStory;

/**
 * What one batch tells of one task, and where in the batch each statement and so its
 * answer stands. Lives until the store has taken it, refused it or failed.
 */
final class Told {

    private final List<Integer> places = new ArrayList<>();

    private final List<TaskResult> statements = new ArrayList<>();

    private byte @Nullable [] standing;

    private @Nullable Draft draft;

    void add(int place, TaskResult statement) {
        this.places.add(place);
        this.statements.add(statement);
    }

    /** The document that was found to stand, or {@code null} if none is known of. */
    void standing(byte[] document) {
        this.standing = document;
    }

    /** Decides what to write. */
    ResultWrite draft(ResultWrites writes) {
        Draft fresh = writes.draft(this.statements, this.standing);
        this.draft = fresh;
        return fresh.write();
    }

    ResultWrite write() {
        if (this.draft == null) {
            throw new IllegalStateException("Nothing was decided yet");
        }
        return this.draft.write();
    }

    /** Answers each statement as was decided. */
    void settle(Answer[] answers) {
        for (int i = 0; this.draft != null && i < this.places.size(); i++) {
            answers[this.places.get(i)] = this.draft.answers().get(i);
        }
    }

    /** Answers every statement so. */
    void settle(Answer[] answers, Answer answer) {
        this.places.forEach((place) -> answers[place] = answer);
    }

    /**
     * What was decided.
     *
     * @param answers the statements' answers, in their order
     * @param write what all of them together come to
     */
    record Draft(List<Answer> answers, ResultWrite write) {

        static Draft of(List<TaskStory.Folded> folds, ResultWrite write) {
            return new Draft(folds.stream().map(TaskStory.Folded::answer).toList(), write);
        }

    }

}
