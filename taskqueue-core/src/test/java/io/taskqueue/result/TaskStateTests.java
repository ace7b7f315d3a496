package io.taskqueue.result;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TaskStateTests {

    private static final List<TaskState> ENDS = List.of(TaskState.SUCCESS, TaskState.FAILURE, TaskState.REVOKED,
            TaskState.REJECTED, TaskState.LOST);

    @Test
    void ranksRiseFromTheCallToTheEnd() {
        assertThat(List.of(TaskState.QUEUED, TaskState.UNSENT, TaskState.RECEIVED, TaskState.STARTED,
                TaskState.PROGRESS, TaskState.RETRY, TaskState.SUCCESS))
            .extracting(TaskState::rank)
            .isSorted()
            .doesNotHaveDuplicates();
    }

    @Test
    void endsRankAboveAllAndAlike() {
        assertThat(ENDS).allMatch(TaskState::terminal).extracting(TaskState::rank).containsOnly(9);
        assertThat(TaskState.RETRY.terminal()).isFalse();
    }

    @Test
    void stateOfATasksOwnIsLikeProgress() {
        TaskState own = TaskState.of("PACKING");
        assertThat(own.terminal()).isFalse();
        assertThat(own.rank()).isEqualTo(TaskState.PROGRESS.rank());
        assertThat(own.celeryName()).isEqualTo("PACKING");
        assertThat(own).hasToString("PACKING");
    }

    @Test
    void statesAreEqualByName() {
        assertThat(TaskState.of("SUCCESS")).isEqualTo(TaskState.SUCCESS);
        assertThat(TaskState.of("success")).isNotEqualTo(TaskState.SUCCESS);
    }

    @Test
    void wordsCeleryLacksAreTranslated() {
        assertThat(List.of(TaskState.QUEUED, TaskState.UNSENT, TaskState.REJECTED, TaskState.LOST))
            .extracting(TaskState::celeryName)
            .containsExactly("PENDING", "PENDING", "FAILURE", "FAILURE");
        assertThat(List.of(TaskState.RECEIVED, TaskState.STARTED, TaskState.PROGRESS, TaskState.RETRY,
                TaskState.SUCCESS, TaskState.FAILURE, TaskState.REVOKED))
            .allMatch((state) -> state.celeryName().equals(state.name()));
    }

    @Test
    void nameHasOneToFiftyCharacters() {
        assertThat(TaskState.of("x".repeat(50)).name()).hasSize(50);
        assertThatIllegalArgumentException().isThrownBy(() -> TaskState.of("x".repeat(51)));
        assertThatIllegalArgumentException().isThrownBy(() -> TaskState.of(" "));
    }

}
