package io.taskqueue.execution;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TaskPatternsTests {

    @Test
    void exactNameWinsThenLongestLiteral() {
        TaskPatterns patterns = new TaskPatterns(Map.of("*", queue("all"), "shop.*", queue("shop"), "shop.mail.*",
                queue("mail"), "shop.mail.send", queue("exact")));
        assertThat(patterns.find("shop.mail.send").queue()).isEqualTo("exact");
        assertThat(patterns.find("shop.mail.read").queue()).isEqualTo("mail");
        assertThat(patterns.find("shop.order").queue()).isEqualTo("shop");
        assertThat(patterns.find("other").queue()).isEqualTo("all");
    }

    @Test
    void eachAttributeComesFromTheMostSpecificThatHasIt() {
        TaskPatterns patterns = new TaskPatterns(Map.of("*", limit(Duration.ofSeconds(5)), "shop.*", queue("shop")));
        assertThat(patterns.find("shop.order").queue()).isEqualTo("shop");
        assertThat(patterns.find("shop.order").timeLimit()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void equallySpecificPatternsAreRefused() {
        TaskPatterns patterns = new TaskPatterns(Map.of("shop.*", queue("a"), "*.mail", queue("b")));
        assertThatIllegalArgumentException().isThrownBy(() -> patterns.find("shop.mail"))
            .withMessageContaining("taskqueue.tasks[*.mail]")
            .withMessageContaining("taskqueue.tasks[shop.*]")
            .withMessageContaining("shop.mail");
        assertThat(patterns.find("shop.order").queue()).isEqualTo("a");
    }

    @Test
    void nothingSaidLeavesEverythingAlone() {
        assertThat(TaskPatterns.none().find("shop.order")).isEqualTo(TaskOverrides.NONE);
    }

    @Test
    @Tag("S13")
    @Timeout(2)
    void patternsAreGlobsAndNeverRegularExpressions() {
        TaskPatterns patterns = new TaskPatterns(Map.of("(a+)+$", queue("x"), "*a*a*a*a*a*b", queue("y")));
        assertThat(patterns.find("a".repeat(50)).queue()).isNull();
    }

    private static TaskOverrides queue(String queue) {
        return new TaskOverrides(queue, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null);
    }

    private static TaskOverrides limit(Duration limit) {
        return new TaskOverrides(null, null, null, null, null, null, null, null, null, null, limit, null, null, null,
                null, null);
    }

}
