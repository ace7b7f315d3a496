package io.taskqueue.control;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.message.SafeText;

/**
 * Obeys: looks always, changes something only where the application allows it, and says
 * which property would.
 */
final class ControlPanel {

    /** What changes something, and who did it is a line in the log. */
    private static final Logger audit = LoggerFactory.getLogger("io.taskqueue.audit");

    private final Map<String, Command> looks;

    private final Map<String, Command> orders;

    private final Set<String> allowed;

    ControlPanel(Map<String, Command> looks, Map<String, Command> orders, Set<String> allowed) {
        this.looks = looks;
        this.orders = orders;
        this.allowed = allowed;
    }

    /** What the worker answers; {@code null} where it has no words. */
    @Nullable Object obey(ControlRequest request) {
        String method = request.method();
        Command look = this.looks.get(method);
        if (look != null) {
            return look.obey(request);
        }
        Command order = this.orders.get(method);
        return (order != null) ? obey(method, order, request)
                : Command.error("KeyError('" + SafeText.of(method) + "')");
    }

    private @Nullable Object obey(String method, Command order, ControlRequest request) {
        if (!this.allowed.contains(method)) {
            say(method, request, "refused");
            return Command.error("This worker does not obey " + method
                    + " from outside. Allow it there with taskqueue.control.allow=" + method);
        }
        try {
            Object answer = order.obey(request);
            say(method, request, "done");
            return answer;
        }
        catch (RuntimeException failure) {
            say(method, request, "failed: " + failure);
            return Command.error(SafeText.of(failure.toString()));
        }
    }

    private static void say(String method, ControlRequest request, String result) {
        audit.info("remote control wants to {} {}: {}", method, SafeText.of(String.valueOf(request.arguments())),
                SafeText.of(result));
    }

}
