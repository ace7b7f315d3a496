package io.taskqueue.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what is wrong with a configuration, and the lines that mend it. */
final class TaskQueueStartFailureAnalyzer extends AbstractFailureAnalyzer<TaskQueueStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TaskQueueStartException cause) {
        return new FailureAnalysis(cause.problem(), cause.cure(), cause);
    }

}
