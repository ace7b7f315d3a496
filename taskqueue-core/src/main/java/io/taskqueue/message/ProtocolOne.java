package io.taskqueue.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.taskqueue.message.MalformedMessageException.Reason;

/**
 * Celery's task message protocol, version 1, in which one object in the body holds
 * everything and there is no header {@code task}. Only read, by rewriting it as version
 * 2.
 */
final class ProtocolOne {

    private static final List<String> HEADERS = List.of("task", "id", "group", "group_index", "retries", "timelimit",
            "eta", "expires");

    private static final List<String> EMBEDDED = List.of("callbacks", "errbacks", "chord");

    private ProtocolOne() {
    }

    static WireMessage rewritten(WireMessage wire, byte[] plainBody, BodyJson json) {
        ObjectNode call = json.readObject(plainBody);
        Map<String, @Nullable Object> headers = new LinkedHashMap<>(wire.headers());
        headers.remove(WireHeaders.COMPRESSION);
        HEADERS.forEach((name) -> headers.put(name, json.plain(call.path(name))));
        ObjectNode embed = call.objectNode();
        EMBEDDED.forEach((name) -> embed.set(name, member(call, name)));
        return new WireMessage(headers, wire.properties(), body(call, embed, json));
    }

    private static byte[] body(ObjectNode call, ObjectNode embed, BodyJson json) {
        try {
            return json.write(member(call, "args"), member(call, "kwargs"), embed);
        }
        catch (ValueException beyond) {
            throw new MalformedMessageException(Reason.TOO_LARGE, "its body is beyond a limit as one of protocol 2");
        }
    }

    private static JsonNode member(ObjectNode call, String name) {
        JsonNode member = call.get(name);
        return (member != null) ? member : call.nullNode();
    }

}
