package io.taskqueue.console;

import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.message.SafeText;

/**
 * Who did what to which task, queue or dead letter, and what came of it: the log
 * {@code io.taskqueue.audit}.
 */
final class Audit {

    private static final Logger logger = LoggerFactory.getLogger("io.taskqueue.audit");

    ActionView watch(String who, String target, String action, Supplier<ActionView> deed) {
        try {
            ActionView done = deed.get();
            say(who, target, action, "done" + ((done.count() != null) ? ", " + done.count() + " messages" : "")
                    + ((done.id() != null && !target.endsWith("/" + done.id())) ? ", as " + done.id() : ""));
            return done;
        }
        catch (RefusedException refused) {
            say(who, target, action, "refused: " + refused.reason());
            throw refused;
        }
        catch (RuntimeException failure) {
            say(who, target, action, "failed: " + failure.getClass().getName());
            throw failure;
        }
    }

    private static void say(String who, String target, String action, String result) {
        logger.info("{} wants to {} {}: {}", SafeText.of(who), SafeText.of(action), SafeText.of(target),
                SafeText.of(result));
    }

}
