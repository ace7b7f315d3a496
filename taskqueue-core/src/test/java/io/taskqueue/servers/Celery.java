package io.taskqueue.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * Python's Celery as a peer: a worker, or a client for the length of a snippet. Both run
 * the application in {@code tasks.py}. The interpreter is looked for in this order:
 * {@code TASKQUEUE_TEST_CELERY_PYTHON}; Debian's; Debian's after installing its packages.
 */
public final class Celery implements AutoCloseable {

    private static final String PYTHON_VARIABLE = "TASKQUEUE_TEST_CELERY_PYTHON";

    /** Not the one on the path, which may be another one, without Debian's packages. */
    private static final String DEBIAN_PYTHON = "/usr/bin/python3";

    private static final String APPLICATION = "tasks.py";

    private final Process process;

    private final Path log;

    private Celery(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a worker of two threads for a queue; it is ready when this returns.
     * @param options more of the command line, such as {@code "-c", "1"}
     */
    public static Celery worker(String brokerUrl, String resultUrl, String queue, String... options) {
        List<String> all = new ArrayList<>(List.of("--without-gossip", "--without-mingle"));
        all.addAll(List.of(options));
        return sociable(brokerUrl, resultUrl, queue, all.toArray(String[]::new));
    }

    /** The same, as it is by default: it greets other workers and listens to them. */
    public static Celery sociable(String brokerUrl, String resultUrl, String queue, String... options) {
        try {
            Path folder = application();
            List<String> command = command(brokerUrl, resultUrl, "-m", "celery", "-A", "tasks", "worker", "-Q", queue,
                    "-P", "threads", "-c", "2", "-l", "INFO");
            command.addAll(List.of(options));
            Process process = Program.start(folder, command);
            Celery worker = new Celery(process, folder.resolve("server.log"));
            worker.awaitReady();
            return worker;
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Runs a snippet of Python that knows {@code app}, the tasks and {@code json}.
     * @return the last line that it printed
     */
    public static String run(String brokerUrl, String resultUrl, String snippet) {
        try {
            Path folder = application();
            Files.writeString(folder.resolve("client.py"), "import json, time\nfrom tasks import *\n\n" + snippet);
            String output = Program.run(folder, command(brokerUrl, resultUrl, "client.py"));
            return output.substring(output.stripTrailing().lastIndexOf('\n') + 1).strip();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** All that the worker said. */
    public String log() {
        try {
            return Files.readString(this.log);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the worker at once, in the middle of whatever it does. */
    public void kill() {
        Program.kill(this.process);
    }

    /** Ends the worker, which finishes what it runs and gives the rest back. */
    @Override
    public void close() {
        Program.stop(this.process);
    }

    private void awaitReady() {
        try {
            Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .failFast("Celery ended", () -> !this.process.isAlive())
                .until(() -> log().contains(" ready."));
        }
        catch (ConditionTimeoutException | TerminalFailureException failure) {
            kill();
            throw new IllegalStateException("Celery was started and is not ready: " + log(), failure);
        }
    }

    private static List<String> command(String brokerUrl, String resultUrl, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "BROKER_URL=" + brokerUrl, "RESULT_URL=" + resultUrl,
                "PYTHONIOENCODING=utf-8", "PYTHONDONTWRITEBYTECODE=1", Installed.PYTHON));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path application() throws IOException {
        Path folder = Program.folder("celery");
        try (InputStream source = Celery.class.getResourceAsStream(APPLICATION)) {
            Files.copy(source, folder.resolve(APPLICATION));
        }
        return folder;
    }

    private static String findPython() {
        return new Ladder<String>("Celery").rung(PYTHON_VARIABLE, Celery::configured)
            .rung("Debian's Python with its packages", () -> importing(DEBIAN_PYTHON))
            .rung("Debian's packages python3-celery and python3-redis", () -> {
                Program.installFromDebian("python3-celery");
                Program.installFromDebian("python3-redis");
                return importing(DEBIAN_PYTHON);
            })
            .climb("Install Celery (Debian: apt-get install python3-celery python3-redis), or set " + PYTHON_VARIABLE
                    + " to a Python interpreter that imports celery and redis.");
    }

    private static String configured() throws Exception {
        String python = System.getenv(PYTHON_VARIABLE);
        if (python == null) {
            throw new Ladder.NotHere("not set");
        }
        return importing(python);
    }

    private static String importing(String python) throws IOException, InterruptedException {
        Program.run(Program.folder("python"), List.of(python, "-c", "import celery, redis"));
        return python;
    }

    private static final class Installed {

        private static final String PYTHON = findPython();

    }

}
