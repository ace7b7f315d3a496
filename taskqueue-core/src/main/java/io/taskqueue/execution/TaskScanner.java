package io.taskqueue.execution;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

import io.taskqueue.PeriodicTask;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskDefinition;

/**
 * Finds the task methods of all beans by their types, without creating a bean: lazy,
 * scoped and proxied ones included.
 */
public final class TaskScanner {

    private final ConfigurableListableBeanFactory beans;

    private final TaskOptionsResolver options;

    private final TaskSignatures signatures;

    public TaskScanner(ConfigurableListableBeanFactory beans, TaskOptionsResolver options, TaskSignatures signatures) {
        this.beans = beans;
        this.options = options;
        this.signatures = signatures;
    }

    /**
     * The tasks of all beans.
     * @throws InvalidTaskException if a method cannot be a task
     */
    public List<RegisteredTask> scan() {
        List<RegisteredTask> tasks = new ArrayList<>();
        for (String name : this.beans.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : typeOf(name);
            if (type != null && AnnotationUtils.isCandidateClass(type, SharedTask.class)) {
                annotated(type).forEach((method, task) -> tasks.add(register(name, type, method, task)));
            }
            if (type != null && AnnotationUtils.isCandidateClass(type, PeriodicTask.class)) {
                refusePeriodicWithoutTask(type);
            }
        }
        return tasks;
    }

    private @Nullable Class<?> typeOf(String name) {
        Object created = this.beans.containsSingleton(name) ? this.beans.getSingleton(name) : null;
        if (created != null && !(created instanceof ScopedObject) && !(created instanceof FactoryBean<?>)) {
            // a bean method may promise less than it returns, and a proxy may have been
            // made by hand
            return ClassUtils.getUserClass(AopUtils.getTargetClass(created));
        }
        Class<?> type = AutoProxyUtils.determineTargetClass(this.beans, name);
        if (type != null && ScopedObject.class.isAssignableFrom(type)) {
            Class<?> scoped = AutoProxyUtils.determineTargetClass(this.beans, ScopedProxyUtils.getTargetBeanName(name));
            return (scoped != null) ? ClassUtils.getUserClass(scoped) : null;
        }
        return (type != null) ? ClassUtils.getUserClass(type) : null;
    }

    private static Map<Method, SharedTask> annotated(Class<?> type) {
        return MethodIntrospector.selectMethods(type,
                (MethodIntrospector.MetadataLookup<SharedTask>) (method) -> AnnotatedElementUtils
                    .findMergedAnnotation(method, SharedTask.class));
    }

    private static void refusePeriodicWithoutTask(Class<?> type) {
        MethodIntrospector.selectMethods(type, (Method method) -> {
            if (!AnnotatedElementUtils.hasAnnotation(method, SharedTask.class)
                    && !AnnotatedElementUtils.getMergedRepeatableAnnotations(method, PeriodicTask.class).isEmpty()) {
                throw new InvalidTaskException(type.getName() + "." + method.getName(),
                        "it is annotated with @PeriodicTask alone",
                        "Add @SharedTask, which makes it a task, or take @PeriodicTask away");
            }
            return false;
        });
    }

    private RegisteredTask register(String bean, Class<?> type, Method method, SharedTask task) {
        String source = type.getName() + "." + method.getName();
        TaskDefinition definition = this.signatures.define(nameOf(bean, method, task), aliases(task), type, method,
                this.options.resolve(nameOf(bean, method, task), task, source, this::resolve));
        if (TaskOptionsResolver.speaksOfRetries(task) && task.retryFor().length == 0
                && definition.options().retry().retryFor().isEmpty() && !TaskSignatures.takesContext(method)
                && !this.options.retriesAutomatically()) {
            throw new InvalidTaskException(source, "it says how it is retried and never when",
                    "Name the exceptions with retryFor, take a TaskContext and throw task.retry(…), or set"
                            + " taskqueue.retry.automatic=true");
        }
        if (task.deduplicate() && definition.options().ignoreResult()) {
            throw new InvalidTaskException(source,
                    "it shall not run again once it has ended, and its end is not stored",
                    "Take deduplicate or ignoreResult away");
        }
        return new RegisteredTask(definition, type, method, invocable(bean, method, source),
                () -> this.beans.getBean(bean));
    }

    private Method invocable(String bean, Method method, String source) {
        Class<?> type = this.beans.getType(bean, false);
        if (type != null && type.getName().contains(ClassUtils.CGLIB_CLASS_SEPARATOR)
                && Modifier.isFinal(method.getModifiers())) {
            throw new InvalidTaskException(source,
                    "it is final, so the proxy of its bean " + bean + " would run it on itself and not on the bean",
                    "Remove final from the method");
        }
        try {
            return AopUtils.selectInvocableMethod(method, (type != null) ? type : method.getDeclaringClass());
        }
        catch (IllegalStateException hidden) {
            throw new InvalidTaskException(source, "its bean " + bean + " is a proxy that does not offer the method",
                    "Make it public and not final, or declare it in an interface of the bean");
        }
    }

    private String nameOf(String bean, Method method, SharedTask task) {
        return task.name().isBlank() ? bean + "." + method.getName() : resolve(task.name());
    }

    private List<String> aliases(SharedTask task) {
        return List.of(task.aliases()).stream().map(this::resolve).toList();
    }

    private String resolve(String text) {
        String resolved = this.beans.resolveEmbeddedValue(text);
        return (resolved != null) ? resolved : text;
    }

}
