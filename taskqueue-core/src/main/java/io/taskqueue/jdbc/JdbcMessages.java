package io.taskqueue.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.taskqueue.broker.Content;
import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.SafeText;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.message.WireMessage;
import io.taskqueue.sql.Text;

/** Task messages as rows, written and read. */
final class JdbcMessages {

    /** What a row says of its message, wherever it lies. */
    static final String COLUMNS = "queue, step, task_id, task_name, headers, content_type, content_encoding, body";

    private static final int LOWEST = 9;

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final MessageCodec codec;

    private final HeaderJson json;

    private final TimeSource time;

    JdbcMessages(MessageCodec codec, TimeSource time) {
        this.codec = codec;
        this.json = new HeaderJson(codec.limits());
        this.time = time;
    }

    /**
     * The message on its way into the table.
     * @throws IllegalArgumentException if its queue or its content type cannot be kept
     */
    Outgoing write(TaskMessage message) {
        Instant now = this.time.now();
        WireMessage wire = this.codec.encode(message, now);
        long delay = (message.due() != null) ? micros(message.due().from(now)) : 0;
        return new Outgoing(requireName("queue", message.queue()), LOWEST - message.priorityOrDefault(), delay,
                message.id(), requireName("task name", message.task()), this.json.write(wire.headers()),
                requireName("content type", message.payload().contentType()),
                requireName("content encoding", message.payload().contentEncoding()), wire.body());
    }

    /** What a row holds. */
    Content read(ResultSet row) throws SQLException {
        byte[] body = row.getBytes("body");
        try {
            WireMessage wire = new WireMessage(this.json.read(row.getString("headers")),
                    Map.of("content_type", row.getString("content_type"), "content_encoding",
                            row.getString("content_encoding"), "priority", LOWEST - row.getInt("step")),
                    body);
            return new Content.Readable(this.codec.decode(wire, row.getString("queue")));
        }
        catch (MalformedMessageException malformed) {
            return new Content.Malformed(String.valueOf(malformed.getMessage()), body);
        }
    }

    /** Rounded up, since no message may be early; a century is the most. */
    private static long micros(Duration delay) {
        return (delay.compareTo(LONGEST) < 0) ? delay.plusNanos(999).toNanos() / 1_000 : LONGEST.toMillis() * 1_000;
    }

    private static String requireName(String what, String name) {
        if (!name.equals(Text.name(name)) || name.isBlank()) {
            throw new IllegalArgumentException("A " + what + " in a database has 1 to " + Text.NAME
                    + " characters and no NUL, unlike " + SafeText.of(name));
        }
        return name;
    }

}
