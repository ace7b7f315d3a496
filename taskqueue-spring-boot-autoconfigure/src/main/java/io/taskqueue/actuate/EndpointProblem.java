package io.taskqueue.actuate;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** A request that cannot be answered, with a reason that is safe to show. */
final class EndpointProblem extends InvalidEndpointRequestException {

    private final int status;

    private final String reason;

    private EndpointProblem(int status, String reason) {
        super(reason, reason);
        this.status = status;
        this.reason = reason;
    }

    static EndpointProblem badRequest(String reason) {
        return new EndpointProblem(400, reason);
    }

    static EndpointProblem notFound(String reason) {
        return new EndpointProblem(404, reason);
    }

    static EndpointProblem conflict(String reason) {
        return new EndpointProblem(409, reason);
    }

    static EndpointProblem notSupported(String reason) {
        return new EndpointProblem(501, reason);
    }

    /** As HTTP says it. */
    int status() {
        return this.status;
    }

    /** Why, in one sentence. */
    String reason() {
        return this.reason;
    }

}
