package io.taskqueue.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.taskqueue.worker.WorkerStatus;

@Tag("S36")
class TroubleTests {

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = { "none, none", "nothing can be fetched, nothing can be fetched",
            "nothing can be fetched: java.net.ConnectException, nothing can be fetched: java.net.ConnectException",
            "nothing can be fetched: a.B: redis://app:canary@host, nothing can be fetched: a.B",
            "nothing can be fetched: a.B: x: canary, nothing can be fetched: a.B",
            "nothing can be fetched: jdbc:postgresql://host/shop?password=canary, nothing can be fetched" })
    void wordsOfACauseStayInside(@Nullable String trouble, @Nullable String told) {
        assertThat(Trouble
            .of(new WorkerStatus("w", WorkerStatus.State.RUNNING, List.of("q"), 1, null, 0, 0, List.of(), 0, trouble)))
            .isEqualTo(told);
    }

}
