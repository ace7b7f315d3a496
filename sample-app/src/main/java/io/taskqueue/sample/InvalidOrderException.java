package io.taskqueue.sample;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** An order that the shop cannot take; its message is for the customer. */
@ResponseStatus(HttpStatus.BAD_REQUEST)
class InvalidOrderException extends RuntimeException {

    InvalidOrderException(String message) {
        super(message);
    }

}
