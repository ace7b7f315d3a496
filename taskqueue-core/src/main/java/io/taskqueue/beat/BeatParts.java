package io.taskqueue.beat;

import io.taskqueue.TaskTemplate;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.result.TaskJournal;

/**
 * What schedules are looked after with.
 *
 * @param store where they are kept
 * @param tasks what calls are sent with
 * @param journal where the last runs are looked up
 * @param values how arguments are read
 * @param time whose steady clock it goes by
 */
public record BeatParts(ScheduleStore store, TaskTemplate tasks, TaskJournal journal, TaskValues values,
        TimeSource time) {

    ScheduleTemplate template() {
        return new ScheduleTemplate(this, () -> {
        });
    }

    boolean keepsResults() {
        return this.journal.backend().capability(DiscardingResultBackend.class).isEmpty();
    }

    FiringSender sender() {
        return new FiringSender(this.tasks, this.journal, this.values);
    }

    LastRuns lastRuns() {
        return new LastRuns(this.journal.backend());
    }

    BeatRounds rounds(BeatOptions options) {
        BeatClock clock = new BeatClock(this.store.firings(), this.time);
        Firings firings = new Firings(this.store, sender(), this.journal.backend(), clock, options.lease());
        return new BeatRounds(this.store, firings, lastRuns(), clock, options);
    }

}
