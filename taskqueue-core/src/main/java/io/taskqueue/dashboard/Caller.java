package io.taskqueue.dashboard;

import io.taskqueue.console.Viewer;
import io.taskqueue.dashboard.DashboardOptions.ShowValues;

/**
 * Somebody who was let in.
 *
 * @param name by which the audit log calls them
 * @param mayAct whether they may change anything
 */
record Caller(String name, boolean mayAct) {

    static final String HIDDEN = "hidden: set taskqueue.dashboard.show-values";

    /** What they see of values. */
    Viewer viewer(ShowValues show) {
        return new Viewer(show == ShowValues.VIEWERS || (show == ShowValues.OPERATORS && this.mayAct), HIDDEN);
    }

}
