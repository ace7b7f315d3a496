package io.taskqueue.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskResult;

/** The answers of one batch as they come in. */
final class Flush {

    private final Map<TaskResult, Answer> answers = new IdentityHashMap<>();

    private final List<TaskResult> again = new ArrayList<>();

    private @Nullable Exception outage;

    void answer(TaskResult statement, Answer answer) {
        this.answers.put(statement, answer);
    }

    void answer(Collection<Story> stories, Answer answer) {
        stories.forEach((story) -> story.statements().forEach((statement) -> answer(statement, answer)));
    }

    /** Why nothing else of this batch is worth a try, or {@code null}. */
    @Nullable Exception outage() {
        return this.outage;
    }

    void outage(Exception cause) {
        this.outage = cause;
    }

    /** Notes statements that must be told once more, in rows of their own. */
    void again(List<TaskResult> statements) {
        this.again.addAll(statements);
    }

    /** Takes what must be told once more. */
    List<TaskResult> again() {
        List<TaskResult> taken = List.copyOf(this.again);
        this.again.clear();
        return taken;
    }

    List<Answer> of(Collection<TaskResult> statements) {
        return statements.stream().map(this::of).toList();
    }

    private Answer of(TaskResult statement) {
        Answer answer = this.answers.get(statement);
        return (answer != null) ? answer : Answer.failed(new IllegalStateException("Not tried"));
    }

}
