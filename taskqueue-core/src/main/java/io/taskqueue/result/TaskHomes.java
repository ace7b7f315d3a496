package io.taskqueue.result;

import java.time.Duration;

/**
 * A result store that notices tasks whose only copy was in the memory of a process that
 * ended. Such a process signs in with a name of its own, its tasks carry that name as
 * {@link TaskDetails#home()}, and once it has been silent for long its open tasks become
 * {@link TaskState#LOST}.
 */
public interface TaskHomes {

    /** Says that this process lives. */
    void attest(String home);

    /** Says that this process ends now; what it still holds is lost at once. */
    void leave(String home);

    /**
     * Marks as lost what processes held that have been silent for so long, by the store's
     * clock.
     * @return how many tasks were marked, {@code limit} at most
     */
    int markLost(Duration silence, int limit);

}
