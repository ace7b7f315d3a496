package io.taskqueue.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What producers and bodies of many processes did, in one file that only grows: a line is
 * one write at its end, so that a process that is killed leaves whole lines.
 */
public final class Ledger {

    private final Path file;

    private final FileChannel end;

    private final List<Entry> read = new ArrayList<>();

    private long readTo;

    public Ledger(Path file) {
        this.file = file;
        try {
            this.end = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A ledger in a new file. */
    static Ledger open() {
        try {
            Path file = Files.createTempFile("taskqueue-ledger-", ".txt");
            file.toFile().deleteOnExit();
            return new Ledger(file);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path file() {
        return this.file;
    }

    /** Writes a line about a task. */
    void write(Entry.Word word, int task) {
        String line = new Entry(Instant.now(), word, task, ProcessHandle.current().pid(),
                Thread.currentThread().getId())
            .line();
        try {
            this.end.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All that stands in it now, as sets that can be compared. */
    synchronized Account account() {
        try (FileChannel file = FileChannel.open(this.file)) {
            ByteBuffer fresh = ByteBuffer.allocate(Math.toIntExact(file.size() - this.readTo));
            file.read(fresh, this.readTo);
            String text = new String(fresh.array(), 0, fresh.position(), StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            whole.lines().map(Entry::parse).forEach(this.read::add);
            this.readTo += whole.length();
            return Account.of(this.read);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * One line.
     *
     * @param at when it was written
     * @param word what happened
     * @param task the task's number, or nought
     * @param process who wrote it
     * @param thread on which of its threads
     */
    record Entry(Instant at, Word word, int task, long process, long thread) {

        /** What a line says. */
        enum Word {

            /** A producer is about to call a task. */
            ASKED,
            /** The call returned. */
            ACCEPTED,
            /** The call threw, and the message was surely not sent. */
            FAILED,
            /** The call threw, and the message may have been sent. */
            UNKNOWN,
            /** A worker takes tasks from now on. */
            UP,
            /** A body begins. */
            BEGIN,
            /** A body has come to its end. */
            END

        }

        private String line() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, this.at) + " " + this.word + " " + this.task + " "
                    + this.process + " " + this.thread + "\n";
        }

        private static Entry parse(String line) {
            String[] parts = line.split(" ");
            return new Entry(Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS), Word.valueOf(parts[1]),
                    Integer.parseInt(parts[2]), Long.parseLong(parts[3]), Long.parseLong(parts[4]));
        }

    }

}
