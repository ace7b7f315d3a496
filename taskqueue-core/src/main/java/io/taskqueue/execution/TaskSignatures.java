package io.taskqueue.execution;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.PeriodicTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskDefinition;
import io.taskqueue.TaskOptions;
import io.taskqueue.TaskParam;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.ValueException;

/**
 * Reads from a method what a call of it looks like, and refuses at the start what could
 * never be called.
 */
public final class TaskSignatures {

    private static final Set<String> NEVER_VALUES = Set.of("java.io.InputStream", "java.io.OutputStream",
            "java.io.Reader", "java.io.Writer", "java.lang.Thread", "java.lang.Class", "java.sql.Connection",
            "jakarta.servlet.ServletRequest", "jakarta.servlet.ServletResponse");

    private static final Set<String> REACTIVE = Set.of("org.reactivestreams.Publisher",
            "java.util.concurrent.Flow$Publisher");

    private static final int LONGEST_NAME = 255;

    private final TaskValues values;

    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

    public TaskSignatures(TaskValues values) {
        this.values = values;
    }

    static boolean takesContext(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return types.length > 0 && types[types.length - 1] == TaskContext.class;
    }

    TaskDefinition define(String name, List<String> aliases, Class<?> type, Method method, TaskOptions options) {
        String source = type.getName() + "." + method.getName();
        requireName(source, name);
        requireCallable(source, method);
        List<TaskDefinition.Parameter> parameters = parameters(source, type, method);
        return new TaskDefinition(name, Set.copyOf(aliases), parameters, resultType(source, type, method), options,
                source, List.copyOf(AnnotatedElementUtils.getMergedRepeatableAnnotations(method, PeriodicTask.class)));
    }

    private static void requireName(String source, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidTaskException(source,
                    "its name is empty, longer than " + LONGEST_NAME + " characters, or holds control characters",
                    "Choose a name such as shop.send_invoice");
        }
    }

    private static void requireCallable(String source, Method method) {
        if (Modifier.isPrivate(method.getModifiers())) {
            throw new InvalidTaskException(source, "it is private, so a proxy of its bean would not be asked",
                    "Make it package-private or public");
        }
        if (Modifier.isStatic(method.getModifiers())) {
            throw new InvalidTaskException(source, "it is static", "Make it a method of the bean");
        }
        for (int i = 0; i < method.getParameterCount() - 1; i++) {
            if (method.getParameterTypes()[i] == TaskContext.class) {
                throw new InvalidTaskException(source, "its TaskContext is not its last parameter",
                        "Move the TaskContext to the end; it is not an argument of the call");
            }
        }
    }

    private List<TaskDefinition.Parameter> parameters(String source, Class<?> type, Method method) {
        int count = method.getParameterCount() - (takesContext(method) ? 1 : 0);
        @Nullable String @Nullable [] found = this.names.getParameterNames(method);
        List<TaskDefinition.Parameter> parameters = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Parameter parameter = method.getParameters()[i];
            TaskParam given = AnnotatedElementUtils.findMergedAnnotation(parameter, TaskParam.class);
            String name = (given != null) ? given.value() : (found != null && found[i] != null) ? found[i] : "arg" + i;
            Type resolved = GenericTypeResolver.resolveType(parameter.getParameterizedType(), type);
            requireReadable(source, "its parameter " + name, resolved);
            parameters.add(new TaskDefinition.Parameter(name, resolved));
        }
        return parameters;
    }

    private Type resultType(String source, Class<?> type, Method method) {
        ResolvableType result = ResolvableType.forMethodReturnType(method, type);
        for (String reactive : REACTIVE) {
            if (isA(result.toClass(), reactive)) {
                throw new InvalidTaskException(source, "it returns a reactive type, which nobody would subscribe to",
                        "Return the value itself, or a CompletableFuture of it, which is awaited");
            }
        }
        if (CompletionStage.class.isAssignableFrom(result.toClass())) {
            result = result.as(CompletionStage.class).getGeneric(0);
        }
        else if (Future.class.isAssignableFrom(result.toClass())) {
            throw new InvalidTaskException(source, "it returns a plain Future",
                    "Return the value itself, or a CompletableFuture of it, which is awaited");
        }
        Type resolved = GenericTypeResolver.resolveType(result.getType(), type);
        return (resolved instanceof Class<?> || ResolvableType.forType(resolved).resolve() != null) ? resolved
                : Object.class;
    }

    /**
     * Refuses types no value could ever be read as. An interface or abstract class is
     * tried with an empty object: Jackson says whether it knows what to make of it.
     */
    private void requireReadable(String source, String what, Type type) {
        Class<?> raw = ResolvableType.forType(type).toClass();
        for (String never : NEVER_VALUES) {
            if (isA(raw, never)) {
                throw unreadable(source, what, type);
            }
        }
        boolean container = Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)
                || Iterable.class.isAssignableFrom(raw) || raw.isArray() || raw.isPrimitive() || raw == Object.class
                || CharSequence.class.isAssignableFrom(raw) || raw == Number.class || raw.isSealed();
        if (!container && (raw.isInterface() || Modifier.isAbstract(raw.getModifiers())) && !raw.isEnum()) {
            try {
                this.values.fromNode(JsonNodeFactory.instance.objectNode(), type);
            }
            catch (ValueException failure) {
                if (failure.detail().contains("abstract")) {
                    throw unreadable(source, what, type);
                }
            }
        }
    }

    private static InvalidTaskException unreadable(String source, String what, Type type) {
        return new InvalidTaskException(source,
                what + " is of type " + type.getTypeName() + ", which cannot be read from JSON",
                "Take an id, a record or another plain value; the task loads the rest itself");
    }

    private static boolean isA(Class<?> type, String name) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (c.getName().equals(name)) {
                return true;
            }
        }
        return Arrays.stream(ClassUtils.getAllInterfacesForClass(type)).anyMatch((each) -> each.getName().equals(name));
    }

}
