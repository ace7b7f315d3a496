package io.taskqueue.execution;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

import io.taskqueue.UnknownTaskException;
import io.taskqueue.canvas.TaskMethod;

/**
 * What a method reference such as {@code InvoiceTasks::sendInvoice} names, read from its
 * serialized form as the Java Language Specification and {@link SerializedLambda}
 * describe it. The owner is the type the reference was written with, which need not be
 * the one that declares the method.
 *
 * @param owner the type before the colons
 * @param method the method's name
 * @param parameterTypes its parameters
 */
record MethodReference(Class<?> owner, String method, Class<?>[] parameterTypes) {

    static MethodReference of(TaskMethod reference) {
        SerializedLambda form = serializedForm(reference);
        if (form.getImplMethodName().startsWith("lambda$")) {
            throw new UnknownTaskException(
                    "A lambda or a varargs method was passed in " + form.getCapturingClass().replace('/', '.')
                            + " where a method reference such as InvoiceTasks::sendInvoice is needed");
        }
        if (form.getCapturedArgCount() > 0) {
            throw new UnknownTaskException("Write the class in place of the object: InvoiceTasks::"
                    + form.getImplMethodName() + " and not invoiceTasks::" + form.getImplMethodName()
                    + ". The task runs on the bean of the worker that takes it");
        }
        if (form.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic) {
            throw new UnknownTaskException(form.getImplClass().replace('/', '.') + "::" + form.getImplMethodName()
                    + " is static. A task is a method of a bean");
        }
        ClassLoader loader = reference.getClass().getClassLoader();
        Class<?>[] parameters = MethodType.fromMethodDescriptorString(form.getImplMethodSignature(), loader)
            .parameterArray();
        Class<?> owner = MethodType.fromMethodDescriptorString(form.getInstantiatedMethodType(), loader)
            .parameterType(0);
        return new MethodReference(owner, form.getImplMethodName(), parameters);
    }

    private static SerializedLambda serializedForm(TaskMethod reference) {
        try {
            Method replace = reference.getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            return (SerializedLambda) replace.invoke(reference);
        }
        catch (ReflectiveOperationException | RuntimeException failure) {
            throw new UnknownTaskException("A " + reference.getClass().getName()
                    + " was passed where a method reference such as InvoiceTasks::sendInvoice is needed: " + failure);
        }
    }

    @Override
    public String toString() {
        return this.owner.getName() + "::" + this.method;
    }

}
