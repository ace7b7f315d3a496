package io.taskqueue;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;

/**
 * Tells a native image of task methods, and of the types that travel as their arguments
 * and results.
 */
final class SharedTaskReflectiveProcessor implements ReflectiveProcessor {

    private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

    @Override
    public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
        if (element instanceof Method method) {
            hints.registerMethod(method, ExecutableMode.INVOKE);
            for (Type type : method.getGenericParameterTypes()) {
                if (type != TaskContext.class) {
                    this.bindings.registerReflectionHints(hints, type);
                }
            }
            this.bindings.registerReflectionHints(hints, method.getGenericReturnType());
        }
    }

}
