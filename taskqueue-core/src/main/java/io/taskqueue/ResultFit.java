package io.taskqueue;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;

import org.springframework.util.ClassUtils;

/**
 * Whether what one task returns can be what the next one takes, as far as their types
 * tell. Values travel as JSON, so that types which differ may fit all the same; only what
 * can never be read is refused.
 */
enum ResultFit {

    NOTHING, NUMBER, BOOLEAN, LIST, ANYTHING;

    static void require(String task, TaskDefinition.Parameter parameter, Type before) {
        ResultFit given = of(before);
        ResultFit taken = of(parameter.type());
        boolean primitive = parameter.type() instanceof Class<?> type && type.isPrimitive();
        boolean fits = given == ANYTHING || taken == ANYTHING || given == taken;
        if ((given == NOTHING) ? primitive : !fits) {
            throw new TaskArgumentException("Task " + task + " takes " + parameter.name() + " as "
                    + parameter.type().getTypeName() + ", and the task before it returns " + before.getTypeName()
                    + ". If it is not to take that, make it immutable: thenIgnoring(…), or .immutable()", null);
        }
    }

    private static ResultFit of(Type type) {
        if (type instanceof GenericArrayType) {
            return LIST;
        }
        Type raw = (type instanceof ParameterizedType parameterized) ? parameterized.getRawType() : type;
        if (!(raw instanceof Class<?> declared)) {
            return ANYTHING;
        }
        Class<?> known = ClassUtils.resolvePrimitiveIfNecessary(declared);
        if (known == Void.class) {
            return NOTHING;
        }
        boolean list = Collection.class.isAssignableFrom(known) || (known.isArray() && known != byte[].class);
        return list ? LIST : (known == Boolean.class) ? BOOLEAN
                : (known == Integer.class || known == Long.class || known == Double.class) ? NUMBER : ANYTHING;
    }

}
