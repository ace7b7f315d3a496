package io.taskqueue;

import java.util.List;
import java.util.Map;

import io.taskqueue.canvas.Outline;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskResult;

/**
 * A canvas that was called, by anyone, as the result store remembers it. What its tasks
 * have added while they ran is not part of it.
 */
public final class Workflow {

    private final Canvases.Remembered remembered;

    private final CanvasCaller caller;

    private final TaskResults results;

    Workflow(Canvases.Remembered remembered, CanvasCaller caller, TaskResults results) {
        this.remembered = remembered;
        this.caller = caller;
        this.results = results;
    }

    /** By what its calls know it: the id of its first task, or group. */
    public String id() {
        return this.remembered.id();
    }

    /** What it consists of. */
    public Outline outline() {
        return Outline.of(this.remembered.canvas());
    }

    /**
     * What is known of these of its tasks, by their ids.
     * @throws io.taskqueue.result.ResultStoreException if the store cannot be read
     */
    public Map<String, TaskResult> results(List<String> ids) {
        return this.results.find(ids);
    }

    /**
     * Whether nothing of it waits or runs, as far as the store knows.
     * @throws io.taskqueue.result.ResultStoreException if the store cannot be read
     */
    public boolean ended() {
        return this.results.find(this.remembered.tasks())
            .values()
            .stream()
            .allMatch((found) -> found.state().terminal());
    }

    /**
     * Revokes all its tasks that have not ended, those that are still to be sent
     * included.
     * @return how many these are
     * @throws io.taskqueue.broker.BrokerUnavailableException if the wish cannot be stored
     */
    public int revoke() {
        List<String> ids = this.remembered.tasks();
        Map<String, TaskResult> known = this.results.find(ids);
        List<String> open = ids.stream()
            .filter((id) -> !known.containsKey(id) || !known.get(id).state().terminal())
            .toList();
        this.results.revoke(open, TimeSource.system());
        return open.size();
    }

    /**
     * Calls all of it once more, from its beginning and with ids of its own.
     * @return the {@link #id()} of the new one
     * @throws io.taskqueue.broker.BrokerUnavailableException if the broker did not take
     * it over
     */
    public String sendAgain() {
        return this.caller.again(this.remembered.canvas());
    }

}
