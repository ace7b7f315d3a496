package io.taskqueue.actuate;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * An answer as the endpoint gives it: written by the endpoints' own mapper, whatever the
 * application's does.
 *
 * @param content what is told
 */
record Body(@JsonValue Object content) implements OperationResponseBody {

    static @Nullable OperationResponseBody of(@Nullable Object content) {
        return (content != null) ? new Body(content) : null;
    }

}
