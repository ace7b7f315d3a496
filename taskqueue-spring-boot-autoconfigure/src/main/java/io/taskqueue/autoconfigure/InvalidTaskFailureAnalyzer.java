package io.taskqueue.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.taskqueue.execution.InvalidTaskException;

/** Shows which method cannot be a task, why, and what to write instead. */
final class InvalidTaskFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTaskException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidTaskException cause) {
        String description = "The method%n%n    %s%n%ncannot be a task: %s.".formatted(cause.source(), cause.problem());
        return new FailureAnalysis(description, cause.cure() + ".", cause);
    }

}
