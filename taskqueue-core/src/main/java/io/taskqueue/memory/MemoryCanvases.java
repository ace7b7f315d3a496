package io.taskqueue.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.CanvasStore;

/** The canvases called in this process, the newest of them. */
final class MemoryCanvases implements CanvasStore {

    private static final long MOST_TEXT = 20_000_000;

    private final Map<String, Kept> canvases = new LinkedHashMap<>();

    private final Duration expires;

    private final TimeSource time;

    private long text;

    MemoryCanvases(Duration expires, TimeSource time) {
        this.expires = expires;
        this.time = time;
    }

    private record Kept(String canvas, Instant until) {
    }

    @Override
    public synchronized void remember(String id, String canvas) {
        Kept before = this.canvases.putIfAbsent(id, new Kept(canvas, this.time.now().plus(this.expires)));
        this.text += (before == null) ? canvas.length() : 0;
        Iterator<Kept> oldest = this.canvases.values().iterator();
        while (oldest.hasNext()) {
            Kept kept = oldest.next();
            if (this.text <= MOST_TEXT && kept.until().isAfter(this.time.now())) {
                return;
            }
            this.text -= kept.canvas().length();
            oldest.remove();
        }
    }

    @Override
    public synchronized Optional<String> canvas(String id) {
        return Optional.ofNullable(this.canvases.get(id))
            .filter((kept) -> kept.until().isAfter(this.time.now()))
            .map(Kept::canvas);
    }

}
