package io.taskqueue.memory;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.taskqueue.message.ManualTime;
import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.CanvasStoreContract;
import io.taskqueue.result.ResultBackend;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryCanvasesTests extends CanvasStoreContract {

    private final ManualTime time = new ManualTime();

    @Override
    protected ResultBackend open() {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, this.time);
    }

    @Test
    void forgetsItOneDay() {
        CanvasStore canvases = capability(CanvasStore.class);
        canvases.remember("a", "{}");
        this.time.advance(Duration.ofDays(2));
        assertThat(canvases.canvas("a")).isEmpty();
        canvases.remember("b", "{}");
        assertThat(canvases.canvas("b")).isPresent();
    }

    @Test
    void forgetsTheOldestWhereThereAreTooMany() {
        CanvasStore canvases = capability(CanvasStore.class);
        String large = "x".repeat(CanvasStore.LARGEST);
        for (int i = 0; i < 8; i++) {
            canvases.remember("c" + i, large);
        }
        assertThat(canvases.canvas("c2")).isEmpty();
        assertThat(canvases.canvas("c3")).contains(large);
        assertThat(canvases.canvas("c7")).contains(large);
    }

}
