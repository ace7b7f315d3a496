package io.taskqueue.message;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * A type that no message is read as, because reading it would load the class or look up
 * the host that the message names.
 *
 * @param <T> the type
 */
final class RefusedType<T> extends StdDeserializer<T> {

    RefusedType(Class<? super T> type) {
        super(type);
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
        return context.reportBadDefinition(handledType(), handledType().getName()
                + " is not read from messages, which come from outside; take it as text and decide for yourself");
    }

}
