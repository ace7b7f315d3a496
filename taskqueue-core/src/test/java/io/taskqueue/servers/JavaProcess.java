package io.taskqueue.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java program with the classes of this run, in a process of its own that a test may
 * kill, freeze and end.
 */
public final class JavaProcess implements AutoCloseable {

    private final Process process;

    private final Path folder;

    private JavaProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Starts a class that has a {@code main}. */
    public static JavaProcess start(Class<?> main, List<String> arguments) {
        // a short life in small memory, beside other processes
        List<String> command = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Xmx128m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            Path folder = Program.folder("java");
            return new JavaProcess(Program.start(folder, command), folder);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String java() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }

    public long pid() {
        return this.process.pid();
    }

    public boolean alive() {
        return this.process.isAlive();
    }

    /** Ends it at once, without a chance to clean up ({@code SIGKILL}). */
    public void kill() {
        Program.kill(this.process);
    }

    /** Asks it to end ({@code SIGTERM}), and does not wait until it has. */
    public void terminate() {
        this.process.destroy();
    }

    /** Freezes it where it is ({@code SIGSTOP}). */
    public void pause() {
        Program.signal(this.process, "STOP");
    }

    /** Lets it go on ({@code SIGCONT}). */
    public void resume() {
        Program.signal(this.process, "CONT");
    }

    /** Waits until it has ended, and says whether it has. */
    public boolean awaitEnd(Duration limit) {
        try {
            return this.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** All that it said, and how it ended if it has. */
    public String log() {
        try {
            String end = alive() ? "" : "ended with " + this.process.exitValue();
            return Files.readString(this.folder.resolve("server.log")) + end;
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        kill();
    }

}
