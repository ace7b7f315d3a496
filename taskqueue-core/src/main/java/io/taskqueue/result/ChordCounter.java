package io.taskqueue.result;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A result store that counts how many members of a chord have ended, for all workers at
 * once. Each member counts once, with the first end that is told of it, however often it
 * is told; so whoever cannot know whether he told it tells it again.
 */
public interface ChordCounter {

    /**
     * Says how many members chords have, before any of them is sent. Saying it again
     * changes nothing.
     * @return one answer for each, in the same order
     */
    List<Answer> open(Collection<Opening> chords);

    /**
     * The same for members that are sent when the transaction of this thread commits: in
     * that transaction, where the store can be part of it, so that nobody needs a second
     * connection while holding one.
     */
    default List<Answer> openWithin(Collection<Opening> chords) {
        return open(chords);
    }

    /**
     * Counts ends of members. Who completes a chord is to send its callback; until that
     * is done or has taken too long nobody else is asked to, except for the same member.
     * @return one for each, in the same order
     */
    List<Counted> count(Collection<Part> parts);

    /**
     * The members' ends, in their order in the chord: what they returned, or why they
     * failed.
     * @throws ResultStoreException if the store cannot be read
     */
    List<TaskResult> ends(String chord);

    /**
     * Whether this message of a callback may begin. Whoever cannot know whether he sent
     * it sends it again, as another copy; the first one that asks may begin, whenever it
     * asks again, and the others never.
     * @param task the callback's id
     * @param copy what tells the message from others with that id
     * @throws ResultStoreException if the store cannot say
     */
    boolean begin(String task, String copy);

    /** Forgets chords whose callbacks have been sent. */
    List<Answer> close(Collection<String> chords);

    /**
     * Complete chords whose callbacks should have been sent so long ago: whoever
     * completed them may have died. Each is given to one who asks.
     */
    List<Unfinished> unfinished(Duration since, int limit);

    /**
     * A chord about to begin.
     *
     * @param chord its id, that of its group
     * @param size how many members it has
     */
    record Opening(String chord, int size) {
    }

    /**
     * The end of a member.
     *
     * @param chord the chord's id
     * @param index the member's place in it
     * @param end how it ended
     * @param callback what is to be called once all have ended, as JSON text
     */
    record Part(String chord, int index, TaskResult end, String callback) {
    }

    /**
     * What became of an end that was told.
     *
     * @param answer whether it was counted, now or earlier
     * @param complete whether whoever told it is to send the callback
     */
    record Counted(Answer answer, boolean complete) {
    }

    /**
     * A chord whose callback may not have been sent.
     *
     * @param chord its id
     * @param callback what is to be called, as JSON text, or {@code null} where nobody
     * has told
     */
    record Unfinished(String chord, @Nullable String callback) {
    }

}
