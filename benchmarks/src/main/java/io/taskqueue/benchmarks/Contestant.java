package io.taskqueue.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Somebody who empties the queue {@code bench}.
 *
 * @param name what the tables call it
 * @param tasks how many tasks it is given, so that it is busy for some seconds
 * @param command how it is started, with <code>{url}</code> where the server's goes
 */
record Contestant(String name, int tasks, List<String> command) {

    static final String QUEUE = "bench";

    private static final String CONCURRENCY = "10";

    /** Ours, as an application would start it, with more options of the command line. */
    static Contestant taskqueue(String name, int tasks, String... options) {
        List<String> command = java(BenchmarkWorker.class);
        command.addAll(List.of("--taskqueue.broker.url={url}", "--taskqueue.worker.queues=" + QUEUE,
                "--taskqueue.worker.concurrency=" + CONCURRENCY, "--taskqueue.redis.celery-queues=" + QUEUE,
                "--logging.level.root=warn", "--spring.main.banner-mode=off", BenchmarkWorker.WITHOUT_DATABASE));
        command.addAll(List.of(options));
        return new Contestant(name, tasks, command);
    }

    /**
     * Python's Celery, with early acknowledgement and without what it could do without.
     */
    static Contestant celery(String name, int tasks, String pool) {
        return new Contestant(name, tasks,
                List.of("env", "BROKER_URL={url}", "PYTHONPATH=" + application(), "/usr/bin/python3", "-m", "celery",
                        "-A", "bench", "worker", "-Q", QUEUE, "-P", pool, "-c", CONCURRENCY, "-l", "ERROR",
                        "--without-gossip", "--without-mingle", "--without-heartbeat"));
    }

    /** Nothing but the commands that ours sends, in batches of this size. */
    static Contestant raw(String name, int tasks, int batch) {
        List<String> command = java(RawWorker.class);
        command.addAll(List.of("{url}", String.valueOf(batch)));
        return new Contestant(name, tasks, command);
    }

    static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    Process start(String url, Path log) throws IOException {
        return new ProcessBuilder(this.command.stream().map((word) -> word.replace("{url}", url)).toList())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    }

    private static String application() {
        try (InputStream source = Contestant.class.getResourceAsStream("bench.py")) {
            File folder = Files.createTempDirectory("taskqueue-bench-").toFile();
            folder.deleteOnExit();
            File file = new File(folder, "bench.py");
            file.deleteOnExit();
            Files.copy(Objects.requireNonNull(source, "bench.py"), file.toPath());
            return folder.toString();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

}
