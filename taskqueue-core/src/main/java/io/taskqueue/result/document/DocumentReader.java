package io.taskqueue.result.document;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/**
 * Reads what stands in a task's document. The member of ours is believed only where it
 * agrees with Celery's: Python may have written since.
 */
final class DocumentReader {

    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
        .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
        .optionalStart()
        .appendOffsetId()
        .optionalEnd()
        .toFormatter();

    private static final TaskState PENDING = TaskState.of("PENDING");

    private final String id;

    private final Members members;

    private final Instant now;

    DocumentReader(String id, Members members, Instant now) {
        this.id = id;
        this.members = members;
        this.now = now;
    }

    /** The task's story, or {@code null} where not even its state can be read. */
    @Nullable TaskRecord record() {
        TaskState status = ResultDocument.state(this.members.text("status"));
        if (status == null) {
            return null;
        }
        OwnStory ours = OwnStory.in(this.members.tree(ResultDocument.OURS), status);
        return (ours != null) ? own(ours) : foreign(status);
    }

    private TaskRecord own(OwnStory ours) {
        String trace = this.members.text("traceback");
        TaskError error = ours.error("error", trace);
        String value = ours.hasValue() ? ours.text("value")
                : (DocumentShape.of(ours.state()) == DocumentShape.VALUE) ? this.members.raw("result") : null;
        TaskResult last = new TaskResult(this.id, ours.state(), ours.run(), ours.at(), this.members.text("worker"),
                value, error, ours.progress(), ours.moment("due"), ours.details(details(null, null)));
        Instant created = ours.moment("created");
        return new TaskRecord(last, (created != null) ? created : ours.at(), ours.moment("received"),
                ours.moment("started"), ours.moment("done"), ours.attempts(error));
    }

    private TaskRecord foreign(TaskState state) {
        DocumentShape shape = DocumentShape.of(state);
        boolean exception = shape == DocumentShape.EXCEPTION;
        Instant done = moment(this.members.text("date_done"));
        Instant at = (done != null) ? done : this.now;
        JsonNode result = (shape == DocumentShape.VALUE) ? MissingNode.getInstance() : this.members.tree("result");
        boolean said = shape == DocumentShape.VALUE || shape == DocumentShape.PROGRESS;
        TaskResult last = new TaskResult(this.id, state, run(state), at, worker(result),
                said ? this.members.raw("result") : null,
                exception ? CeleryError.read(result, this.members.text("traceback")) : null,
                (shape == DocumentShape.PROGRESS) ? progress(result) : null, null,
                details(this.members.raw("args", "["), this.members.raw("kwargs", "{")));
        return new TaskRecord(last, at, null, null, state.terminal() ? at : null, List.of());
    }

    /**
     * Python does not count how often a message was delivered, so that whoever takes the
     * same attempt again here speaks over it.
     */
    private TaskRun run(TaskState state) {
        JsonNode retries = this.members.tree("retries");
        int count = retries.isInt() ? Math.max(0, Math.min(retries.intValue(), Integer.MAX_VALUE - 1)) : 0;
        return state.equals(PENDING) ? TaskRun.NONE : new TaskRun(count + 1, 0, "");
    }

    private @Nullable String worker(JsonNode result) {
        String worker = this.members.text("worker");
        return (worker != null) ? worker : Members.text(result.path("hostname"));
    }

    private TaskDetails details(@Nullable String args, @Nullable String kwargs) {
        return new TaskDetails(this.members.text("name"), this.members.text("queue"), null, args, kwargs, null,
                this.members.text("parent_id"), this.members.text("group_id"), null, null, null);
    }

    private static @Nullable Progress progress(JsonNode meta) {
        return progress(meta.path("current"), meta.path("total"), meta.path("note"));
    }

    static @Nullable Progress progress(JsonNode done, JsonNode total, JsonNode note) {
        boolean counts = done.isIntegralNumber() && done.canConvertToLong() && total.isIntegralNumber()
                && total.canConvertToLong();
        return (counts && done.longValue() >= 0 && total.longValue() >= 1)
                ? new Progress(done.longValue(), total.longValue(), Members.text(note)) : null;
    }

    /** A moment without an offset is in UTC. */
    static @Nullable Instant moment(@Nullable String text) {
        if (text == null || text.length() > 40) {
            return null;
        }
        try {
            TemporalAccessor moment = MOMENT.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return (moment instanceof OffsetDateTime exact) ? exact.toInstant()
                    : ((LocalDateTime) moment).toInstant(ZoneOffset.UTC);
        }
        catch (DateTimeException noMoment) {
            return null;
        }
    }

}
