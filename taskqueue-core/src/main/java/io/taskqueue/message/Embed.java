package io.taskqueue.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to follow a task, as its body embeds it. The chain reads forward here, the next
 * step first; on the wire it is the other way round, as Celery has it.
 *
 * @param callbacks what is called with its result once it has succeeded
 * @param errbacks what is called with its id once it has failed
 * @param chain the steps after it, the next one first
 * @param chord what is called once all of its group have ended, or {@code null}
 */
public record Embed(List<WireSignature> callbacks, List<WireSignature> errbacks, List<WireSignature> chain,
        @Nullable WireSignature chord) {

    /** Nothing follows. */
    public static final Embed NONE = new Embed(List.of(), List.of(), List.of(), null);

    public Embed {
        callbacks = List.copyOf(callbacks);
        errbacks = List.copyOf(errbacks);
        chain = List.copyOf(chain);
    }

    /**
     * What a body embeds.
     * @throws MalformedMessageException if it holds what is no signature
     */
    public static Embed of(JsonNode embed) {
        List<WireSignature> callbacks = signatures(embed.path("callbacks"));
        List<WireSignature> errbacks = signatures(embed.path("errbacks"));
        List<WireSignature> chain = new ArrayList<>(signatures(embed.path("chain")));
        Collections.reverse(chain);
        JsonNode chord = embed.path("chord");
        boolean follows = !callbacks.isEmpty() || !errbacks.isEmpty() || !chain.isEmpty() || chord.isObject();
        return follows ? new Embed(callbacks, errbacks, chain, chord.isObject() ? WireSignature.read(chord) : null)
                : NONE;
    }

    /** Whether nothing follows. */
    public boolean none() {
        return this.callbacks.isEmpty() && this.errbacks.isEmpty() && this.chain.isEmpty() && this.chord == null;
    }

    ObjectNode toNode() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        List<WireSignature> reversed = new ArrayList<>(this.chain);
        Collections.reverse(reversed);
        node.set("callbacks", array(this.callbacks));
        node.set("errbacks", array(this.errbacks));
        node.set("chain", array(reversed));
        node.set("chord", (this.chord != null) ? this.chord.toNode() : node.nullNode());
        return node;
    }

    private static JsonNode array(List<WireSignature> signatures) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        signatures.forEach((signature) -> array.add(signature.toNode()));
        return array.isEmpty() ? array.nullNode() : array;
    }

    /** Celery takes one signature for a list of one. */
    static List<WireSignature> signatures(JsonNode node) {
        if (node.isObject()) {
            return List.of(WireSignature.read(node));
        }
        List<WireSignature> signatures = new ArrayList<>();
        if (node.isArray()) {
            node.forEach((member) -> signatures.add(WireSignature.read(member)));
        }
        return signatures;
    }

    /** Says how much there is and never what. */
    @Override
    public String toString() {
        return "Embed[" + this.callbacks.size() + " callbacks, " + this.errbacks.size() + " errbacks, "
                + this.chain.size() + " steps" + ((this.chord != null) ? ", a chord]" : "]");
    }

}
