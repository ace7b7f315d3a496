package io.taskqueue.console;

import org.jspecify.annotations.Nullable;

/** Makes a value that is shown fit to be seen; it has the last word. */
@FunctionalInterface
public interface Masking {

    /** Stands for what nobody sees. */
    String MASKED = "******";

    /**
     * The value as it is shown.
     * @param name where it stands, such as {@code args.customer.email}
     */
    @Nullable Object mask(String name, @Nullable Object value);

    /** Shows everything as it is. */
    static Masking none() {
        return (name, value) -> value;
    }

}
