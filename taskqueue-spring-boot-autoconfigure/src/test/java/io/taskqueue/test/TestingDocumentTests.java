package io.taskqueue.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code docs/testing.md} shows is code that was compiled and has passed. */
class TestingDocumentTests {

    private static final Path DOCUMENT = Path.of("../docs/testing.md");

    private static final Path EXAMPLES = Path.of("src/test/java/io/taskqueue/test/shop/PurchaseTests.java");

    @Test
    void showsOnlyCodeThatRuns() throws IOException {
        String examples = squeezed(Files.readString(EXAMPLES));
        assertThat(snippets()).hasSizeGreaterThanOrEqualTo(4)
            .allSatisfy((snippet) -> assertThat(examples).contains(squeezed(snippet)));
    }

    private static List<String> snippets() throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map((block) -> block.group(1))
            .toList();
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }

}
