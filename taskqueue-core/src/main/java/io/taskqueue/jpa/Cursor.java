package io.taskqueue.jpa;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

import io.taskqueue.message.TaskId;

/**
 * Where a page ended: tasks are listed by creation and id, both descending.
 *
 * @param created when the last task of the page was created
 * @param id the last task of the page
 */
record Cursor(Instant created, String id) {

    private static final int LONGEST = 1_000;

    /** Reads what {@link #text()} wrote. */
    static Cursor parse(String text) {
        try {
            if (text.length() > LONGEST) {
                throw new IllegalArgumentException("too long");
            }
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int gap = plain.indexOf(' ');
            long micros = Long.parseLong(plain.substring(0, gap));
            return new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), TaskId.require(plain.substring(gap + 1)));
        }
        catch (RuntimeException unreadable) {
            throw new IllegalArgumentException("This is not where a page of the result store ended", unreadable);
        }
    }

    /** The same as opaque text. */
    String text() {
        String plain = ChronoUnit.MICROS.between(Instant.EPOCH, this.created) + " " + this.id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

}
