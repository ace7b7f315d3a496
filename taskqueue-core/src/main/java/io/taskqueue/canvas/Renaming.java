package io.taskqueue.canvas;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.taskqueue.message.WireSignature;

/** Gives the calls and groups of a canvas other ids, wherever they are named in it. */
final class Renaming {

    private final Map<String, String> names = new LinkedHashMap<>();

    private final IntFunction<String> fresh;

    private Renaming(IntFunction<String> fresh) {
        this.fresh = fresh;
    }

    /**
     * The same canvas with other ids.
     * @param fresh the id of each in turn, counted from 0
     */
    static WireSignature of(WireSignature canvas, IntFunction<String> fresh) {
        Renaming renaming = new Renaming(fresh);
        JsonNode tree = canvas.toNode();
        renaming.collect(tree);
        return WireSignature.read(renaming.renamed(tree));
    }

    private void collect(JsonNode node) {
        if (node.isObject()) {
            JsonNode id = node.path("options").path(WireSignature.TASK_ID);
            if (id.isString()) {
                this.names.computeIfAbsent(id.stringValue(), (old) -> this.fresh.apply(this.names.size()));
            }
        }
        node.forEach(this::collect);
    }

    private JsonNode renamed(JsonNode node) {
        if (node.isString()) {
            String other = this.names.get(node.stringValue());
            return (other != null) ? JsonNodeFactory.instance.stringNode(other) : node;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach((element) -> array.add(renamed(element)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach((member) -> object.set(member.getKey(), renamed(member.getValue())));
            return object;
        }
        return node;
    }

}
