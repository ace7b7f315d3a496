package io.taskqueue.proof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.taskqueue.Scale;

/**
 * How one worker process works.
 *
 * @param ledger where its bodies write
 * @param version 1 for the old application, 2 for the new one, which knows a task more
 * @param concurrency how many bodies at once
 * @param lease the broker's lease
 * @param sweep how often it does its chores
 * @param shutdownTimeout how long bodies may take when it is asked to end
 */
public record WorkerSettings(Path ledger, int version, int concurrency, Duration lease, Duration sweep,
        Duration shutdownTimeout) {

    private static final int COUNT = 6;

    static WorkerSettings of(Ledger ledger, Scale scale) {
        return new WorkerSettings(ledger.file(), 2, 4, scale.lease(), scale.sweep(), Duration.ofSeconds(25));
    }

    WorkerSettings version(int version) {
        return new WorkerSettings(this.ledger, version, this.concurrency, this.lease, this.sweep, this.shutdownTimeout);
    }

    WorkerSettings concurrency(int concurrency) {
        return new WorkerSettings(this.ledger, this.version, concurrency, this.lease, this.sweep, this.shutdownTimeout);
    }

    WorkerSettings shutdownTimeout(Duration timeout) {
        return new WorkerSettings(this.ledger, this.version, this.concurrency, this.lease, this.sweep, timeout);
    }

    List<String> arguments(List<String> address) {
        List<String> arguments = new ArrayList<>(
                List.of(this.ledger.toString(), String.valueOf(this.version), String.valueOf(this.concurrency),
                        this.lease.toString(), this.sweep.toString(), this.shutdownTimeout.toString()));
        arguments.addAll(address);
        return arguments;
    }

    /** Reads what {@link #arguments} wrote; {@link #address(String[])} has the rest. */
    public static WorkerSettings parse(String[] arguments) {
        return new WorkerSettings(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]),
                Duration.parse(arguments[3]), Duration.parse(arguments[4]), Duration.parse(arguments[5]));
    }

    public static List<String> address(String[] arguments) {
        return Arrays.asList(arguments).subList(COUNT, arguments.length);
    }

}
