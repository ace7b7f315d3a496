package io.taskqueue.console;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskState;

/**
 * Which tasks a request asks for, and which page of them.
 *
 * @param filter which tasks
 * @param after where the page begins
 * @param limit how many at most
 */
public record ResultsQuery(TaskFilter filter, @Nullable String after, int limit) {

    /** The states of these names, which commas separate. */
    public static Set<TaskState> states(@Nullable String names) {
        try {
            return (names == null) ? Set.of()
                    : Arrays.stream(names.split(","))
                        .map(String::strip)
                        .filter((name) -> !name.isEmpty())
                        .map(TaskState::of)
                        .collect(Collectors.toSet());
        }
        catch (IllegalArgumentException tooLong) {
            throw RefusedException.badRequest(String.valueOf(tooLong.getMessage()));
        }
    }

    /** The same moment. */
    public static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return (time != null) ? time.toInstant() : null;
    }

}
