package io.taskqueue.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why a request got no other answer.
 *
 * @param error in one sentence
 */
public record ProblemView(String error) implements OperationResponseBody {
}
