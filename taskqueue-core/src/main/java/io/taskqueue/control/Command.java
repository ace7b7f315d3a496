package io.taskqueue.control;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What a worker does when it is asked. */
@FunctionalInterface
interface Command {

    /**
     * Does it.
     * @return the answer, in values of JSON
     */
    @Nullable Object obey(ControlRequest request);

    /** The answer of one that worked. */
    static Map<String, Object> ok(String words) {
        return Map.of("ok", words);
    }

    /** The answer of one that did not. */
    static Map<String, Object> error(String words) {
        return Map.of("error", words);
    }

}
