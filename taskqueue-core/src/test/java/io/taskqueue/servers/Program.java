package io.taskqueue.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A program of this machine, run in a folder of its own; both are gone when the tests are
 * over.
 */
final class Program {

    private Program() {
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Finds a program on the path, or in one of these folders. */
    static @Nullable Path find(String name, List<Path> folders) {
        List<Path> places = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            places.add(Path.of(folder));
        }
        places.addAll(folders);
        return places.stream()
            .map((folder) -> folder.resolve(name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    }

    /** The children of a folder that may not be there, the highest name first. */
    static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted(Comparator.reverseOrder()).toList();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * A free port below those that the system hands to clients: one that can be left and
     * taken again, and whose clients cannot meet themselves while it is left. The port
     * ten thousand above it is free as well, for the cluster bus of a Redis server.
     */
    static int lastingPort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 22_000);
            if (free(port) && free(port + 10_000)) {
                return port;
            }
        }
        throw new IOException("No free port between 12000 and 22000");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        }
        catch (IOException taken) {
            return false;
        }
    }

    /** A folder that is deleted at the end. */
    static Path folder(String name) throws IOException {
        Path folder = Files.createTempDirectory("taskqueue-" + name + "-");
        atExit(() -> delete(folder));
        return folder;
    }

    /** Runs to the end, and returns what it and those before it in this folder said. */
    static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path log = folder.resolve("setup.log");
        Process process = new ProcessBuilder(command).directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(command.get(0) + " did not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " ended with " + process.exitValue() + ": " + Files.readString(log));
        }
        return Files.readString(log);
    }

    /** Installs a package, where this is Debian and we may. */
    static void installFromDebian(String name) throws IOException, InterruptedException, Ladder.NotHere {
        Path apt = find("apt-get", List.of());
        if (apt == null || !root()) {
            throw new Ladder.NotHere("only root can install it, on Debian");
        }
        Path folder = folder("apt");
        run(folder, List.of(apt.toString(), "-q", "update"));
        run(folder, List.of("env", "DEBIAN_FRONTEND=noninteractive", apt.toString(), "-q", "-y",
                "--no-install-recommends", "install", name));
    }

    /** Starts what runs until the tests are over. */
    static Process start(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
        atExit(() -> stop(process));
        return process;
    }

    static void stop(Process process) {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        family.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends it at once, without a chance to clean up, even where it is paused. */
    static void kill(Process process) {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Process " + process.pid() + " survived being killed");
            }
            for (ProcessHandle member : family) {
                member.onExit().get(10, TimeUnit.SECONDS);
            }
        }
        catch (ExecutionException | TimeoutException survivor) {
            throw new IllegalStateException("A child of process " + process.pid() + " survived being killed", survivor);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a signal that Java has no word for, such as {@code STOP}. */
    static void signal(Process process, String signal) {
        try {
            // kill is a word of the shell, while not every machine has it as a program
            run(folder("signal"), List.of("sh", "-c", "kill -" + signal + " " + process.pid()));
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does this when the tests are over, the last thing first. */
    static void atExit(Runnable step) {
        synchronized (AtExit.STEPS) {
            AtExit.STEPS.add(0, step);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        catch (IOException | UncheckedIOException leftover) {
            System.err.println("Could not delete " + folder + ": " + leftover);
        }
    }

    /** One hook for all, because hooks of their own would run at the same time. */
    private static final class AtExit {

        private static final List<Runnable> STEPS = new ArrayList<>();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(AtExit::run, "taskqueue-test-servers"));
        }

        private static void run() {
            for (Runnable step : List.copyOf(STEPS)) {
                try {
                    step.run();
                }
                catch (RuntimeException failure) {
                    System.err.println("Could not clean up after the tests: " + failure);
                }
            }
        }

    }

}
