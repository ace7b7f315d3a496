package io.taskqueue.message;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Refuses types whose annotations let JSON name a class. Those that list their subtypes
 * under names of their own are not asked about.
 */
final class NoClassNames extends PolymorphicTypeValidator {

    @Override
    public Validity validateBaseType(DatabindContext context, JavaType baseType) {
        return context.reportBadDefinition(baseType, baseType.getRawClass().getName()
                + " lets JSON name a class; declare its subtypes with @JsonTypeInfo(use = Id.NAME) and @JsonSubTypes");
    }

    @Override
    public Validity validateSubClassName(DatabindContext context, JavaType baseType, String subClassName) {
        return Validity.DENIED;
    }

    @Override
    public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
        return Validity.DENIED;
    }

}
