package io.taskqueue.result.document;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

import io.taskqueue.result.TaskError;

/**
 * An exception as Celery's documents write it: its class, its module and the arguments it
 * was made from. All of it is text here; nothing becomes a class by its name.
 */
public final class CeleryError {

    private static final String BUILTINS = "builtins";

    private static final String CELERY = "celery.exceptions";

    /** What a task ends with that was cancelled or came too late, here and there. */
    private static final String REVOKED = "TaskRevoked";

    private static final int LONGEST_TYPE = 1_000;

    private CeleryError() {
    }

    /** Writes it as Python would. */
    public static void write(JsonGenerator json, TaskError error) {
        int dot = error.type().lastIndexOf('.');
        boolean revoked = error.type().equals(REVOKED);
        json.writeStartObject();
        json.writeStringProperty("exc_type", revoked ? REVOKED + "Error" : error.type().substring(dot + 1));
        json.writeArrayPropertyStart("exc_message");
        if (error.message() != null) {
            json.writeString(error.message());
        }
        json.writeEndArray();
        json.writeStringProperty("exc_module",
                revoked ? CELERY : (dot > 0) ? error.type().substring(0, dot) : BUILTINS);
        json.writeEndObject();
    }

    /** Reads what {@link #write} or Python wrote, or whatever else stands there. */
    public static TaskError read(JsonNode exception, @Nullable String trace) {
        String type = Members.text(exception.path("exc_type"));
        if (type == null) {
            return new TaskError("Exception", exception.isMissingNode() ? null : shown(exception), trace);
        }
        return new TaskError(type(type, Members.text(exception.path("exc_module"))),
                message(exception.path("exc_message")), trace);
    }

    private static String type(String name, @Nullable String module) {
        if (CELERY.equals(module) && name.equals(REVOKED + "Error")) {
            return REVOKED;
        }
        String type = (module == null || module.isEmpty() || module.equals(BUILTINS)) ? name : module + "." + name;
        return type.substring(0, Math.min(type.length(), LONGEST_TYPE));
    }

    private static @Nullable String message(JsonNode message) {
        if (!message.isArray()) {
            return (message.isMissingNode() || message.isNull()) ? null : shown(message);
        }
        return message.isEmpty() ? null : String.join(", ", message.valueStream().map(CeleryError::shown).toList());
    }

    private static String shown(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

}
