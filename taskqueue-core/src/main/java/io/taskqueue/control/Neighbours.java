package io.taskqueue.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The other workers that are heard, so many at most. One that says good-bye is gone at
 * once, one that falls silent after {@value #SILENCE} of its beats.
 */
final class Neighbours {

    static final int MOST = 1000;

    private static final int SILENCE = 4;

    private static final double LONGEST_BEAT = 300;

    private static final int LONGEST_NAME = 255;

    private final Map<String, Heard> known = new LinkedHashMap<>();

    /** Takes note of what a worker said of itself. */
    synchronized void hear(String name, Map<String, @Nullable Object> event, Instant now) {
        if (name.length() > LONGEST_NAME) {
            return;
        }
        this.known.remove(name);
        if (!"worker-offline".equals(event.get("type"))) {
            this.known.put(name, Heard.of(name, event, now));
            if (this.known.size() > MOST) {
                this.known.remove(this.known.keySet().iterator().next());
            }
        }
    }

    /** Those that are there, by name. */
    synchronized List<Neighbour> list(Instant now) {
        this.known.values().removeIf((each) -> each.gone.isBefore(now));
        return this.known.values()
            .stream()
            .map((each) -> each.neighbour)
            .sorted(Comparator.comparing(Neighbour::name))
            .toList();
    }

    private record Heard(Neighbour neighbour, Instant gone) {

        static Heard of(String name, Map<String, @Nullable Object> event, Instant now) {
            double beat = number(event.get("freq")).doubleValue();
            double silence = (beat > 0 && beat <= LONGEST_BEAT) ? SILENCE * beat : SILENCE * LONGEST_BEAT;
            String software = text(event.get("sw_ident")) + " " + text(event.get("sw_ver"));
            return new Heard(
                    new Neighbour(name, software.strip(), number(event.get("active")).intValue(),
                            number(event.get("processed")).longValue(), now),
                    now.plus(Duration.ofMillis((long) (silence * 1000))));
        }

        private static Number number(@Nullable Object value) {
            return (value instanceof Number number) ? number : 0;
        }

        private static String text(@Nullable Object value) {
            return (value instanceof String text && text.length() <= LONGEST_NAME) ? text : "";
        }

    }

}
