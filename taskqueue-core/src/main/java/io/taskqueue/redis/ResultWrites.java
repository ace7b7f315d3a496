package io.taskqueue.redis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.TaskStory;
import io.taskqueue.result.document.ResultDocument;

/** Turns statements into what is to be written of their tasks. Does no I/O. */
final class ResultWrites {

    private final RedisKeys keys;

    private final RedisResultBackend.Options options;

    private final TimeSource time;

    ResultWrites(RedisKeys keys, RedisResultBackend.Options options, TimeSource time) {
        this.keys = keys;
        this.options = options;
        this.time = time;
    }

    /** What the statement comes to after the document that stands. */
    ResultWrite write(TaskResult statement, byte @Nullable [] current) {
        return draft(List.of(statement), current).write();
    }

    /** What statements about one task come to, one after the other. */
    Told.Draft draft(List<TaskResult> statements, byte @Nullable [] current) {
        ResultDocument before = (current != null) ? read(statements.get(0).id(), current) : null;
        TaskRecord record = (before != null) ? before.record() : null;
        List<TaskStory.Folded> folds = new ArrayList<>(statements.size());
        for (TaskResult statement : statements) {
            TaskStory.Folded folded = TaskStory.fold(record, statement);
            record = folded.record();
            folds.add(folded);
        }
        TaskStory.Folded end = folds.get(folds.size() - 1);
        return Told.Draft.of(folds, write(end, before, (current != null) ? digest(current) : ""));
    }

    private ResultWrite write(TaskStory.Folded end, @Nullable ResultDocument before, String expect) {
        TaskRecord record = end.record();
        boolean same = before != null && before.record().equals(record);
        return new ResultWrite(end.answer(), key(record.id()), expect,
                same ? null : ResultDocument.of(record, before).bytes(), ttl(record.state()),
                (this.options.recent() > 0) ? Long.toString(score(record.created())) : "", record.id());
    }

    byte[] key(String id) {
        return RedisKeys.bytes(this.keys.result(id));
    }

    /** The document as of now. */
    @Nullable ResultDocument read(String id, byte[] document) {
        return ResultDocument.read(id, document, this.time.now());
    }

    private long ttl(TaskState state) {
        Duration stays = (state.terminal() && !state.equals(TaskState.SUCCESS)) ? this.options.expiresFailed()
                : this.options.expires();
        return stays.isZero() ? 0 : Math.max(1, stays.toMillis());
    }

    /** A moment's place in the index, which a double holds exactly. */
    static long score(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private static String digest(byte[] document) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(document));
        }
        catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

}
