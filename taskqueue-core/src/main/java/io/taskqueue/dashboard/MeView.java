package io.taskqueue.dashboard;

import java.util.List;
import java.util.Map;

import io.taskqueue.console.AbilitiesView;

/**
 * What the page needs to know before it shows anything.
 *
 * @param application the application's name
 * @param environment where it runs; empty for nothing to say
 * @param who who is asking
 * @param mayAct whether they may change anything
 * @param readOnly whether nobody may
 * @param hidden what stands in the place of values they do not see
 * @param seesValues whether they see values
 * @param headers what an action must be sent with
 * @param able what broker and result store can tell and do
 * @param schedules whether this application has schedules
 * @param tasks the names of the tasks of this process
 */
record MeView(String application, String environment, String who, boolean mayAct, boolean readOnly, String hidden,
        boolean seesValues, Map<String, String> headers, AbilitiesView able, boolean schedules, List<String> tasks) {
}
