package io.taskqueue.memory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

import io.taskqueue.result.TaskRecord;

/**
 * Where a task stands among all tasks, the newest first.
 *
 * @param created when it was created
 * @param id which one it is
 */
record PlaceInTime(Instant created, String id) implements Comparable<PlaceInTime> {

    static PlaceInTime of(TaskRecord task) {
        return new PlaceInTime(task.created(), task.id());
    }

    /** Reads what {@link #text()} wrote. */
    static PlaceInTime parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int gap = plain.indexOf(' ');
            return new PlaceInTime(Instant.parse(plain.substring(0, gap)), plain.substring(gap + 1));
        }
        catch (RuntimeException unreadable) {
            throw new IllegalArgumentException("This is not where a page of the result store ended", unreadable);
        }
    }

    /** The same as opaque text. */
    String text() {
        String plain = this.created + " " + this.id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(PlaceInTime other) {
        int byTime = other.created.compareTo(this.created);
        return (byTime != 0) ? byTime : other.id.compareTo(this.id);
    }

}
