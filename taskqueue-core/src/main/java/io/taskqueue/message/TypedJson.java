package io.taskqueue.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The objects with which Python (kombu 5.3 and later) marks values that JSON has no type
 * for. They are replaced by the text that JSON otherwise has for such a value. A marker
 * only ever selects one of the texts below, never a class, and one that is not known
 * stays the object it is.
 */
final class TypedJson {

    private static final String TYPE = "__type__";

    private static final String VALUE = "__value__";

    private static final int HEX_OF_UUID = 32;

    private TypedJson() {
    }

    /** The same tree without markers; containers are changed in place. */
    static JsonNode unwrap(JsonNode node) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, unwrap(array.get(i)));
            }
        }
        else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                property.setValue(unwrap(property.getValue()));
            }
            return plain(object);
        }
        return node;
    }

    private static JsonNode plain(ObjectNode object) {
        if (object.size() != 2 || !(object.get(TYPE) instanceof StringNode type) || !object.has(VALUE)) {
            return object;
        }
        String text = text(type.stringValue(), object.get(VALUE));
        return (text != null) ? StringNode.valueOf(text) : object;
    }

    private static @Nullable String text(String type, JsonNode value) {
        return switch (type) {
            case "datetime", "date", "time", "decimal", "base64" -> value.isString() ? value.stringValue() : null;
            case "bytes" -> value.isString() ? base64(value.stringValue()) : null;
            case "uuid" -> (value.get("hex") instanceof StringNode hex) ? uuid(hex.stringValue()) : null;
            default -> null;
        };
    }

    /**
     * All bytes become Base64, or their form would depend on whether they happen to be
     * valid text.
     */
    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String uuid(String hex) {
        if (hex.length() != HEX_OF_UUID || !hex.chars().allMatch((c) -> Character.digit(c, 16) >= 0 && c < 128)) {
            return null;
        }
        return new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)).toString();
    }

}
