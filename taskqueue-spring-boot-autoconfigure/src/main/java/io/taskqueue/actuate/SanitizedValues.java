package io.taskqueue.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

import io.taskqueue.console.Masking;

/** Masks what the application's {@link SanitizingFunction}s mask. */
public final class SanitizedValues implements Masking {

    private final Sanitizer sanitizer;

    public SanitizedValues(Iterable<SanitizingFunction> functions) {
        this.sanitizer = new Sanitizer(functions);
    }

    @Override
    public @Nullable Object mask(String name, @Nullable Object value) {
        return this.sanitizer.sanitize(new SanitizableData(null, name, value), true);
    }

}
