package io.taskqueue.result.document;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskState;

/**
 * A task's story as Celery keeps it: a JSON object in Celery's words, which Python reads
 * as its own, with one member {@code taskqueue} for what Celery has no word for.
 *
 * @param record the story
 * @param children the tasks it sent, as Celery writes them: a JSON array
 */
public record ResultDocument(TaskRecord record, String children) {

    /** The member that is ours. */
    static final String OURS = "taskqueue";

    /** Above this, stacks of attempts that are over are not worth their bytes. */
    private static final int AMPLE = 8 * 1024 * 1024;

    private static final String NO_CHILDREN = "[]";

    /** What is told of a task after this document, or after none. */
    public static ResultDocument of(TaskRecord record, @Nullable ResultDocument before) {
        return new ResultDocument(record, (before != null) ? before.children() : NO_CHILDREN);
    }

    /**
     * Reads a document, whoever wrote it.
     * @param id the task it is said to be about, whatever it says itself
     * @param now when it was read: the moment of a statement that does not tell its own
     * @return {@code null} if it is none
     */
    public static @Nullable ResultDocument read(String id, byte[] document, Instant now) {
        Members members = Members.of(document);
        if (members == null) {
            return null;
        }
        TaskRecord record = new DocumentReader(id, members, now).record();
        if (record == null) {
            return null;
        }
        String children = members.raw("children", "[");
        return new ResultDocument(record, (children != null) ? children : NO_CHILDREN);
    }

    /** A state by its name, or {@code null} where that is none. */
    public static @Nullable TaskState state(@Nullable String name) {
        return (name == null || name.isBlank() || name.length() > 50) ? null : TaskState.of(name);
    }

    /**
     * The document as text. A large one is written without the stacks of earlier
     * attempts.
     * @throws IllegalArgumentException if nobody could read it for its size
     */
    public byte[] bytes() {
        byte[] whole = DocumentWriter.write(this, true);
        byte[] document = (whole.length > AMPLE) ? DocumentWriter.write(this, false) : whole;
        if (document.length > Members.MOST_BYTES) {
            throw new IllegalArgumentException("The result of task " + this.record.id() + " takes " + document.length
                    + " bytes as a document, and that has at most " + Members.MOST_BYTES);
        }
        return document;
    }

}
