package io.taskqueue.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/** The shop in a process of its own, which a test may kill. */
final class ShopProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path log;

    private final Process process;

    private ShopProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    /** Starts it with these options, as on a command line. */
    static ShopProcess start(Path log, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                        "-cp", classPath(), ShopApplication.class.getName(), "--spring.main.banner-mode=off",
                        "--shop.demo=false", "--logging.level.root=info", "--logging.level.io.taskqueue=info"));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new ShopProcess(log, process);
    }

    /** Without the developer's tools, as in the packaged application. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter((entry) -> !entry.contains("spring-boot-devtools"))
            .collect(Collectors.joining(File.pathSeparator));
    }

    /** The port it listens on, once it does. */
    int awaitPort() {
        return Integer.parseInt(awaitSaid("Tomcat started on port ([0-9]+)").group(1));
    }

    /** The first place where it says something like this, once it does. */
    MatchResult awaitSaid(String pattern) {
        return Awaitility.await()
            .atMost(PATIENCE)
            .failFast("It ended before it said: " + pattern, () -> !this.process.isAlive() && said(pattern).isEmpty())
            .until(() -> said(pattern), (found) -> !found.isEmpty())
            .get(0);
    }

    private List<MatchResult> said(String pattern) {
        return Pattern.compile(pattern).matcher(said()).results().toList();
    }

    /** All that it has said. */
    String said() {
        try {
            return Files.readString(this.log);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Its exit code, once it has ended by itself. */
    int awaitEnd() throws InterruptedException {
        if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("It does not end:\n" + said());
        }
        return this.process.exitValue();
    }

    /** Kills it, as {@code kill -9} does. */
    void kill() {
        this.process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }

}
