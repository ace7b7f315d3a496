package io.taskqueue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.taskqueue.broker.Broker;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultStoreException;

/** Has the members of chords counted, before any of them is sent. */
final class OpeningChords {

    private final Optional<ChordCounter> counter;

    private final String store;

    OpeningChords(Broker broker, ResultBackend results) {
        this.counter = results.capability(ChordCounter.class).or(() -> broker.capability(ChordCounter.class));
        this.store = results.description();
    }

    /**
     * Opens chords.
     * @param sizes how many members each has, by its id
     * @param deferred whether they are sent when this thread's transaction commits
     * @throws IllegalStateException if nobody counts here
     * @throws ResultStoreException if the store does not take it
     */
    void open(Map<String, Integer> sizes, boolean deferred) {
        if (sizes.isEmpty()) {
            return;
        }
        ChordCounter counts = this.counter.orElseThrow(() -> new IllegalStateException("Results are kept in "
                + this.store + ", which does not count the members of a chord for several processes."
                + " Keep them in a database or in Redis: taskqueue.result.type=jpa or redis"));
        List<ChordCounter.Opening> openings = new ArrayList<>();
        sizes.forEach((chord, size) -> openings.add(new ChordCounter.Opening(chord, size)));
        List<Answer> answers = deferred ? counts.openWithin(openings) : counts.open(openings);
        answers.stream().filter((answer) -> !answer.isDone()).findFirst().ifPresent((answer) -> {
            throw new ResultStoreException("The result store " + this.store + " does not count the chord's members",
                    answer.cause());
        });
    }

}
