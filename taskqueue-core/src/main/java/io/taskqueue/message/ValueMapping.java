package io.taskqueue.message;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonFormat;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * How Jackson maps the application's values: every choice that two versions of an
 * application, and Python, have to agree on.
 */
final class ValueMapping {

    /**
     * A body wraps its arguments in a few levels of its own, which count when it is read.
     */
    private static final int LEVELS_OF_BODY = 10;

    private ValueMapping() {
    }

    static JsonMapper.Builder builder() {
        JsonMapper.Builder builder = JsonMapper.builder(factory())
            .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .polymorphicTypeValidator(new NoClassNames())
            .addModule(module());
        return unbent(asText(builder));
    }

    static void requireNoDefaultTyping(JsonMapper mapper) {
        JavaType any = mapper.constructType(Object.class);
        if (mapper.deserializationConfig().getDefaultTyper(any) != null
                || mapper.serializationConfig().getDefaultTyper(any) != null) {
            throw new IllegalArgumentException("The JsonMapper for task values has default typing switched on, so a"
                    + " message could choose which classes are created. Remove activateDefaultTyping from its"
                    + " customizer or module; declare subtypes with @JsonTypeInfo(use = Id.NAME) and @JsonSubTypes");
        }
    }

    /** Decimals, times and constants as text that other versions and Python can read. */
    private static JsonMapper.Builder asText(JsonMapper.Builder builder) {
        return builder
            .withConfigOverride(BigDecimal.class,
                    (decimal) -> decimal.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
            .withCoercionConfig(BigDecimal.class,
                    (decimal) -> decimal.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                    DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            // The names of constants belong to the code; what their toString says may
            // belong to a display.
            .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING);
    }

    /** What would lose something is refused. */
    private static JsonMapper.Builder unbent(JsonMapper.Builder builder) {
        return builder.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(LogicalType.OtherScalar,
                    (scalar) -> scalar.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(LogicalType.Textual,
                    (text) -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    }

    private static SimpleModule module() {
        return new SimpleModule("taskqueue").addSerializer(Instant.class, new InstantAsMicroseconds())
            .addDeserializer(Class.class, new RefusedType<>(Class.class))
            .addDeserializer(InetAddress.class, new RefusedType<>(InetAddress.class))
            .addDeserializer(InetSocketAddress.class, new RefusedType<>(InetSocketAddress.class));
    }

    private static JsonFactory factory() {
        MessageLimits limits = MessageLimits.defaults();
        return JsonFactory.builder()
            .streamReadConstraints(limits.constraints())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(limits.nesting() - LEVELS_OF_BODY).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    }

}
