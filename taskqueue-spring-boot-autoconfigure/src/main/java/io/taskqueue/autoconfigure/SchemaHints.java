package io.taskqueue.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Keeps our scripts in a native image. */
class SchemaHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("io/taskqueue/jpa/schema-*.sql");
        hints.resources().registerPattern("io/taskqueue/jdbc/schema-*.sql");
        hints.resources().registerPattern("io/taskqueue/flyway/*/*.sql");
        hints.resources().registerPattern("io/taskqueue/flyway-jdbc/*/*.sql");
    }

}
