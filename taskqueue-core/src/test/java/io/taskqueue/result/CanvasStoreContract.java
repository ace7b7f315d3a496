package io.taskqueue.result;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link CanvasStore} promises. */
public abstract class CanvasStoreContract extends ResultScenario {

    private CanvasStore canvases() {
        return capability(CanvasStore.class);
    }

    @Test
    void remembersACanvas() {
        canvases().remember(this.id, "{\"task\": \"ä\"}");
        assertThat(canvases().canvas(this.id)).contains("{\"task\": \"ä\"}");
    }

    @Test
    void knowsNoOther() {
        assertThat(canvases().canvas(this.id)).isEmpty();
    }

    @Test
    void mayBeToldTwice() {
        canvases().remember(this.id, "{}");
        canvases().remember(this.id, "{}");
        assertThat(canvases().canvas(this.id)).contains("{}");
    }

    @Test
    void remembersALargeOne() {
        String large = "\"" + "x".repeat(CanvasStore.LARGEST - 2) + "\"";
        canvases().remember(this.id, large);
        assertThat(canvases().canvas(this.id)).contains(large);
    }

}
