package io.taskqueue.beat;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/** What became of the last task of each schedule, as far as the result store knows. */
final class LastRuns {

    private final ResultBackend results;

    LastRuns(ResultBackend results) {
        this.results = results;
    }

    /** The last outcome by the schedule's name; absent where nothing is known. */
    Map<String, TaskResult> of(Collection<ScheduleEntry> entries) {
        List<String> ids = entries.stream().map((entry) -> entry.runs().lastTask()).filter(Objects::nonNull).toList();
        Map<String, TaskResult> found = ids.isEmpty() ? Map.of() : this.results.find(ids);
        Map<String, TaskResult> byName = new HashMap<>();
        for (ScheduleEntry entry : entries) {
            TaskResult last = (entry.runs().lastTask() != null) ? found.get(entry.runs().lastTask()) : null;
            if (last != null) {
                byName.put(entry.name(), last);
            }
        }
        return byName;
    }

    /** Whether it has been sent and has not come to an end. */
    static boolean open(TaskResult last) {
        return !last.state().terminal() && !last.state().equals(TaskState.UNSENT);
    }

}
