package io.taskqueue.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.result.ResultStoreException;

/**
 * What the world is told while the broker or the result store is away: to come again
 * soon. Which server that is, and what it said, is for the log only.
 */
@RestControllerAdvice
class OutageAdvice {

    private static final Logger logger = LoggerFactory.getLogger(OutageAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> broker(BrokerUnavailableException failure) {
        // All that is called here may be called again: each of these tasks bears that.
        return away(failure,
                failure.maybeSent() ? "It is not certain that your request was taken." : "Your request was not taken.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> results(ResultStoreException failure) {
        return away(failure, "What became of your request cannot be told.");
    }

    private static ResponseEntity<ProblemDetail> away(RuntimeException failure, String what) {
        logger.warn("Answered 503: {}", failure.getMessage());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
                what + " Please try again in a few seconds.");
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "5").body(problem);
    }

}
