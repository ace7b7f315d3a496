package io.taskqueue.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How fast a contestant empties its queue, without its start and its first third, in
 * which a virtual machine is still compiling.
 */
final class Drain {

    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private final Server server;

    private final Path log;

    Drain(Server server) throws IOException {
        this.server = server;
        this.log = Files.createTempFile("taskqueue-benchmark-", ".log");
    }

    /** Where the contestants' errors go. */
    Path log() {
        return this.log;
    }

    Figures measure(Contestant contestant, String task) throws IOException, InterruptedException {
        this.server.clear();
        this.server.fill(task, contestant.tasks(), null);
        Process process = contestant.start(this.server.url(), this.log);
        try {
            awaitWaiting(process, contestant.tasks() * 2L / 3);
            Moment begin = moment(process);
            awaitWaiting(process, 0);
            return begin.to(moment(process));
        }
        finally {
            end(process);
        }
    }

    private void awaitWaiting(Process process, long atMost) {
        long deadline = System.nanoTime() + PATIENCE;
        while (this.server.waiting() > atMost) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IllegalStateException("It does not get on; what it said is in " + this.log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private Moment moment(Process process) {
        return new Moment(System.nanoTime(), this.server.waiting(), cpu(process), this.server.cpu(),
                this.server.scripts());
    }

    static double cpu(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .map((each) -> each.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToDouble((each) -> each.toNanos() / 1e9)
            .sum();
    }

    static void end(Process process) throws InterruptedException {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }

    private record Moment(long nanos, long waiting, double workerCpu, double serverCpu, long scripts) {

        Figures to(Moment end) {
            double tasks = this.waiting - end.waiting;
            return new Figures(tasks / ((end.nanos - this.nanos) / 1e9), (end.workerCpu - this.workerCpu) / tasks * 1e6,
                    (end.serverCpu - this.serverCpu) / tasks * 1e6,
                    tasks * 2 / Math.max(1, end.scripts - this.scripts));
        }

    }

    /**
     * What was measured in one round.
     *
     * @param rate tasks a second
     * @param workerCpu the worker's processor time for one task, in microseconds
     * @param serverCpu the server's
     * @param batch how many messages went with one script, if it was ours
     */
    record Figures(double rate, double workerCpu, double serverCpu, double batch) {
    }

}
