package io.taskqueue.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

import io.taskqueue.dashboard.Dashboard;

/** Keeps the page's files, and what is written as JSON for it, in a native image. */
class DashboardHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("META-INF/taskqueue-dashboard/*");
        new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), Dashboard.documents());
    }

}
