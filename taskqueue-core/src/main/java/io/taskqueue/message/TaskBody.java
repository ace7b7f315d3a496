package io.taskqueue.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import tools.jackson.databind.JsonNode;

/**
 * The decoded body of a task message: its arguments, and what is to follow the task.
 * Arguments are plain JSON; the objects in which Python marks a date or a decimal
 * ({@code __type__}, {@code __value__}) are unwrapped in them. What follows stays as it
 * came, since it is passed on.
 *
 * @param args the positional arguments
 * @param kwargs the arguments by name
 * @param embed callbacks, errbacks, chain and chord, each missing or {@code null} where
 * there is none
 */
public record TaskBody(List<JsonNode> args, Map<String, JsonNode> kwargs, JsonNode embed) {

    public TaskBody {
        args = List.copyOf(args);
        kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
        Objects.requireNonNull(embed, "embed");
    }

    /** Says how many arguments there are and never what they hold. */
    @Override
    public String toString() {
        return "TaskBody[" + this.args.size() + " args, " + this.kwargs.size() + " kwargs]";
    }

}
