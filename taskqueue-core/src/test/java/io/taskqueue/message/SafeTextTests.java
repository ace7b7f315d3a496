package io.taskqueue.message;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("S40")
class SafeTextTests {

    @Test
    void plainTextStaysAsItIs() {
        assertThat(SafeText.of("shop.send_invoice für Zoë 😀")).isEqualTo("shop.send_invoice für Zoë 😀");
        assertThat(SafeText.of(null)).isEqualTo("null");
    }

    @Test
    void whatBreaksOrFakesALineIsEscaped() {
        assertThat(SafeText.of("a\r\nb\tc\u0000d")).isEqualTo("a\\u000d\\u000ab\\u0009c\\u0000d");
        assertThat(SafeText.of("\u001b[31m\u2028\u2029\u202e\ufeff\u0085"))
            .isEqualTo("\\u001b[31m\\u2028\\u2029\\u202e\\ufeff\\u0085");
    }

    @Test
    void longTextEndsWhereALineWouldBeTooLong() {
        assertThat(SafeText.of("x".repeat(513))).hasSize(SafeText.MOST).endsWith("…");
        assertThat(SafeText.of("\n".repeat(10_000_000)).length()).isLessThanOrEqualTo(SafeText.MOST);
    }

}
