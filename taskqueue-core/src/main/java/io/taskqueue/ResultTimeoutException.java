package io.taskqueue;

import java.time.Duration;

/**
 * A task had not ended within the time its caller wanted to wait; it goes on, and can be
 * asked again.
 */
public class ResultTimeoutException extends RuntimeException {

    public ResultTimeoutException(String taskId, Duration patience, String state) {
        super("Task " + taskId + " had not ended after " + patience + "; it is " + state
                + ". Is a worker running that consumes its queue?");
    }

}
