package io.taskqueue.execution;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.taskqueue.message.TaskValues;

/** Results as they are handed on: JSON, whatever type they had. */
record Values(TaskValues values) {

    JsonNode node(@Nullable String json) {
        return Objects.requireNonNull(this.values.<JsonNode>read((json != null) ? json : "null", JsonNode.class));
    }

}
