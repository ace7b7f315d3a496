package io.taskqueue.execution;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskDefinition;
import io.taskqueue.message.TaskBody;

/**
 * A task and the bean method behind it. The bean is asked for at each call, so lazy,
 * scoped and proxied beans keep their ways.
 */
public final class RegisteredTask implements Executable {

    private final TaskDefinition definition;

    private final Class<?> beanType;

    private final Method declared;

    private final Method invocable;

    private final Supplier<Object> bean;

    private final boolean transactional;

    private final boolean deduplicated;

    /**
     * @param beanType the bean's class without its proxy
     * @param declared the annotated method
     * @param invocable the method to call on the bean, which differs behind an interface
     * proxy
     */
    public RegisteredTask(TaskDefinition definition, Class<?> beanType, Method declared, Method invocable,
            Supplier<Object> bean) {
        this.definition = definition;
        this.beanType = beanType;
        this.declared = declared;
        this.invocable = invocable;
        this.bean = bean;
        SharedTask said = AnnotatedElementUtils.findMergedAnnotation(declared, SharedTask.class);
        this.transactional = said != null && said.transactional();
        this.deduplicated = said != null && said.deduplicate();
        invocable.setAccessible(true);
    }

    @Override
    public TaskDefinition definition() {
        return this.definition;
    }

    @Override
    public boolean transactional() {
        return this.transactional;
    }

    @Override
    public boolean deduplicated() {
        return this.deduplicated;
    }

    /** Whether a reference to this method of this type means this task. */
    boolean isMeantBy(Class<?> owner, String method, Class<?>[] parameterTypes) {
        return owner.isAssignableFrom(this.beanType) && this.declared.getName().equals(method)
                && Arrays.equals(erased(), parameterTypes);
    }

    private Class<?>[] erased() {
        return this.declared.getParameterTypes();
    }

    boolean takesContext() {
        int count = this.declared.getParameterCount();
        return count > 0 && this.declared.getParameterTypes()[count - 1] == TaskContext.class;
    }

    @Override
    public @Nullable Object[] bind(ArgumentBinder binder, TaskBody content) {
        return binder.bind(this.definition, content);
    }

    /**
     * Calls the method and waits for what it promises, if it returns a
     * {@link CompletionStage}.
     */
    @Override
    public @Nullable Object invoke(@Nullable Object[] args, TaskContext context) throws Throwable {
        @Nullable Object[] all = args;
        if (takesContext()) {
            all = Arrays.copyOf(args, args.length + 1);
            all[args.length] = context;
        }
        try {
            Object target = this.bean.get();
            Object result = method(target).invoke(target, all);
            return (result instanceof CompletionStage<?> stage) ? stage.toCompletableFuture().get() : result;
        }
        catch (InvocationTargetException | ExecutionException thrown) {
            throw (thrown.getCause() != null) ? thrown.getCause() : thrown;
        }
    }

    /**
     * A bean that did not exist when tasks were looked for may turn out to be a proxy of
     * its interface.
     */
    private Method method(Object target) {
        if (this.invocable.getDeclaringClass().isInstance(target)) {
            return this.invocable;
        }
        Method offered = AopUtils.selectInvocableMethod(this.declared, target.getClass());
        offered.setAccessible(true);
        return offered;
    }

}
