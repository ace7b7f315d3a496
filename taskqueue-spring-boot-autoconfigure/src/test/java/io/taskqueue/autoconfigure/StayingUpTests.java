package io.taskqueue.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A worker-only application lives on when its main method has ended. */
class StayingUpTests {

    @Test
    @Timeout(120)
    void staysUpWithoutAnyOtherThread() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), StayingUp.class.getName())
            .redirectErrorStream(true)
            .start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
                PrintStream tell = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
            awaitLine(said, "main ended");
            tell.println("41");
            awaitLine(said, "answer 42");
            assertThat(process.isAlive()).isTrue();
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        finally {
            process.destroyForcibly();
        }
    }

    private static void awaitLine(BufferedReader said, String expected) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.equals(expected)) {
                return;
            }
            all.append(line).append('\n');
        }
        throw new AssertionError("The process ended without saying \"" + expected + "\":\n" + all);
    }

}
