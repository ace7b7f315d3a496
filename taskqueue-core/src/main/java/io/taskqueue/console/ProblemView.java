package io.taskqueue.console;

/**
 * Why a request got no other answer.
 *
 * @param error in one sentence
 */
public record ProblemView(String error) {
}
