package io.taskqueue.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.console.ProblemView;
import io.taskqueue.console.RefusedException;
import io.taskqueue.result.ResultStoreException;

/**
 * Data as the dashboard gives it: JSON of a mapper of its own, whatever the application's
 * does, and never kept by a browser.
 */
final class Answers {

    private static final Logger logger = LoggerFactory.getLogger(Answers.class);

    private static final JsonMapper JSON = JsonMapper.builder()
        .changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();

    private Answers() {
    }

    static String text(Object content) {
        return JSON.writeValueAsString(content);
    }

    static <T> T read(byte[] json, Class<T> type) {
        return JSON.readValue(json, type);
    }

    static ServerResponse data(Object content) {
        return json(200).body(JSON.writeValueAsBytes(content));
    }

    static ServerResponse.BodyBuilder json(int status) {
        return ServerResponse.status(status)
            .contentType(MediaType.APPLICATION_JSON)
            .cacheControl(CacheControl.noStore());
    }

    static ServerResponse problem(int status, String reason) {
        return json(status).body(JSON.writeValueAsBytes(new ProblemView(reason)));
    }

    /** What failed, as far as the outside may know. */
    static ServerResponse problem(RuntimeException failure) {
        if (failure instanceof RefusedException refused) {
            return problem(refused.status(), refused.reason());
        }
        logger.warn("A request to the dashboard was not answered", failure);
        if (failure instanceof ResultStoreException) {
            return problem(503, "The result store does not answer; the log says why");
        }
        if (failure instanceof BrokerUnavailableException) {
            return problem(503, "The broker does not answer; the log says why");
        }
        return problem(500, "Something failed; the log says what");
    }

}
