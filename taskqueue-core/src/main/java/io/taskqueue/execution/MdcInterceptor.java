package io.taskqueue.execution;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts {@code taskId} and {@code taskName} into the logging context while a task runs.
 */
final class MdcInterceptor implements TaskInterceptor {

    @Override
    @SuppressWarnings("try")
    public @Nullable Object intercept(TaskInvocation invocation) throws Throwable {
        try (MDC.MDCCloseable ignored = MDC.putCloseable("taskId", invocation.message().id());
                MDC.MDCCloseable alsoIgnored = MDC.putCloseable("taskName", invocation.task().name())) {
            return invocation.proceed();
        }
    }

}
