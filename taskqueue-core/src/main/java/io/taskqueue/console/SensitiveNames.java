package io.taskqueue.console;

import java.util.List;
import java.util.Locale;

/** Which names belong to values that are never shown, however much else is. */
final class SensitiveNames {

    private static final List<String> PARTS = List.of("password", "passwd", "passphrase", "pwd", "secret", "token",
            "authorization", "credential", "cookie");

    private static final List<String> ENDINGS = List.of("key", "keys");

    private SensitiveNames() {
    }

    static boolean matches(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        name.toLowerCase(Locale.ROOT).chars().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return PARTS.stream().anyMatch((part) -> letters.indexOf(part) >= 0)
                || ENDINGS.stream().anyMatch(letters.toString()::endsWith);
    }

}
