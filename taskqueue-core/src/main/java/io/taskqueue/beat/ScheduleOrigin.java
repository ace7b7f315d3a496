package io.taskqueue.beat;

import org.jspecify.annotations.Nullable;

/**
 * Where a schedule comes from, and whether it is still as it came.
 *
 * @param source who declared it
 * @param application the application that did, or {@code null} if it was made while one
 * ran
 * @param declared what it said, to notice when it says something else
 * @param edited whether it was changed since, which then stands
 * @param gone whether the application does not declare it any more
 */
public record ScheduleOrigin(Source source, @Nullable String application, @Nullable String declared, boolean edited,
        boolean gone) {

    /** Made while an application ran. */
    public static final ScheduleOrigin RUN_TIME = new ScheduleOrigin(Source.RUN_TIME, null, null, false, false);

    /** The same, changed since. */
    ScheduleOrigin asEdited() {
        return new ScheduleOrigin(this.source, this.application, this.declared, this.source != Source.RUN_TIME,
                this.gone);
    }

    /** The same, declared no more. */
    ScheduleOrigin asGone() {
        return new ScheduleOrigin(this.source, this.application, this.declared, this.edited, true);
    }

    /** Who can declare a schedule. */
    public enum Source {

        /** A method's annotation. */
        CODE,
        /** The application's configuration. */
        CONFIGURATION,
        /** Somebody, while an application ran. */
        RUN_TIME

    }

}
