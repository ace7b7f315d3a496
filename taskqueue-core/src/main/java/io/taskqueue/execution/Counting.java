package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broker;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultBackend;

/**
 * The chords that endings count for. A store that cannot count is told nothing: whoever
 * called the chord elsewhere waits for a store that can.
 */
final class Counting {

    private static final Logger logger = LoggerFactory.getLogger(Counting.class);

    private final @Nullable ChordCounter counter;

    private final Chords chords;

    private final String store;

    private boolean said;

    Counting(Broker broker, ResultBackend results, Chords chords) {
        this.counter = counter(broker, results).orElse(null);
        this.chords = chords;
        this.store = results.description();
    }

    /** Where the store does not count, a broker may that ends with its process. */
    static Optional<ChordCounter> counter(Broker broker, ResultBackend results) {
        return results.capability(ChordCounter.class).or(() -> broker.capability(ChordCounter.class));
    }

    List<Answer> open(List<ChordCounter.Opening> chords) {
        return (chords.isEmpty() || this.counter == null) ? Collections.nCopies(chords.size(), Answer.done())
                : this.counter.open(chords);
    }

    List<ChordCounter.Counted> count(List<ChordCounter.Part> parts) {
        if (!parts.isEmpty() && this.counter == null) {
            sayUncounted();
        }
        return (parts.isEmpty() || this.counter == null)
                ? Collections.nCopies(parts.size(), new ChordCounter.Counted(Answer.done(), false))
                : this.counter.count(parts);
    }

    private synchronized void sayUncounted() {
        if (!this.said) {
            logger.warn("Members of chords end here, and {} cannot count them: their bodies will never be called",
                    this.store);
        }
        this.said = true;
    }

    /**
     * What is left of an ending once its parts are counted: the bodies of the chords that
     * it completed, and what these mean for others.
     */
    Ending completed(Ending ending, List<ChordCounter.Counted> counted) {
        List<TaskMessage> messages = new ArrayList<>();
        List<String> finished = new ArrayList<>();
        Effects effects = Effects.NONE;
        for (int i = 0; i < counted.size(); i++) {
            if (counted.get(i).complete() && this.counter != null) {
                Effects.Part part = ending.effects().parts().get(i);
                Chords.Following following = this.chords.complete(part, this.counter.ends(part.chord()));
                messages.addAll(following.messages());
                effects = effects.and(following.effects());
                finished.add(part.chord());
            }
        }
        return ending.with(messages, effects, finished);
    }

    /** What cannot be closed now expires; closing only saves that. */
    void close(List<String> finished) {
        if (!finished.isEmpty() && this.counter != null) {
            this.counter.close(finished);
        }
    }

}
