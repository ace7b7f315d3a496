package io.taskqueue.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last so many slices of one length; the oldest falls out when a new one begins. */
final class Timeline {

    private final long step;

    private final int most;

    private final Deque<Slice> slices = new ArrayDeque<>();

    /**
     * The same as the last one, for threads that only want to know whether it is over.
     */
    private volatile Slice newest;

    Timeline(Duration step, int most, Instant now) {
        this.step = step.toSeconds();
        this.most = most;
        for (int i = most - 1; i > 0; i--) {
            this.slices.add(new Slice(floor(now.minusSeconds(i * this.step))));
        }
        this.newest = new Slice(floor(now));
        this.slices.add(this.newest);
    }

    /** The slice of this moment, begun anew where the last one is over. */
    Slice at(Instant now) {
        Slice newest = this.newest;
        return over(newest, now) ? next(now) : newest;
    }

    private synchronized Slice next(Instant now) {
        while (over(last(), now)) {
            Instant next = last().start.plusSeconds(this.step);
            if (next.plusSeconds(this.step * this.most).isBefore(now)) {
                next = floor(now.minusSeconds((this.most - 1) * this.step));
            }
            this.slices.add(new Slice(next));
            while (this.slices.size() > this.most) {
                this.slices.remove();
            }
        }
        this.newest = last();
        return this.newest;
    }

    private boolean over(Slice slice, Instant now) {
        return !now.isBefore(slice.start.plusSeconds(this.step));
    }

    synchronized SeriesView view() {
        List<Slice> all = new ArrayList<>(this.slices);
        return SeriesView.of(all, this.step);
    }

    private Slice last() {
        return this.slices.getLast();
    }

    private Instant floor(Instant moment) {
        return Instant.ofEpochSecond(moment.getEpochSecond() / this.step * this.step);
    }

}
