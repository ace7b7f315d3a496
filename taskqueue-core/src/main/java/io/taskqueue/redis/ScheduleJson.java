package io.taskqueue.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.taskqueue.beat.Firing;
import io.taskqueue.beat.ScheduleEntry;
import io.taskqueue.beat.StoredSchedule;
import io.taskqueue.result.document.Members;

/** Schedules and firings as JSON; moments are milliseconds of the epoch. */
final class ScheduleJson {

    private static final Logger logger = LoggerFactory.getLogger(ScheduleJson.class);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ScheduleJson() {
    }

    static byte[] write(StoredSchedule row) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", row.name()).put("task", row.task()).put("when", row.when()).put("zone", row.zone());
        json.put("args", row.args()).put("kwargs", row.kwargs()).put("queue", row.queue());
        json.put("priority", row.priority()).put("expires", row.expiresMillis());
        json.put("misfire", row.misfire()).put("overlap", row.overlap()).put("enabled", row.enabled());
        json.put("source", row.source()).put("application", row.application()).put("declared", row.declared());
        json.put("edited", row.edited()).put("gone", row.gone());
        json.put("next", millis(row.next())).put("last", millis(row.last())).put("lastTask", row.lastTask());
        json.put("count", row.count()).put("secret", row.secret()).put("revision", row.revision());
        return bytes(json);
    }

    static Optional<ScheduleEntry> schedule(byte[] text) {
        try {
            JsonNode json = JSON.readTree(text);
            JsonNode priority = json.path("priority");
            JsonNode expires = json.path("expires");
            return new StoredSchedule(json.path("name").asString(), json.path("task").asString(),
                    json.path("when").asString(), json.path("zone").asString(), json.path("args").asString(),
                    json.path("kwargs").asString(), Members.text(json.path("queue")),
                    priority.isInt() ? priority.intValue() : null, expires.isNumber() ? expires.longValue() : null,
                    json.path("misfire").asString(), json.path("overlap").asString(),
                    json.path("enabled").asBoolean(false), json.path("source").asString(),
                    Members.text(json.path("application")), Members.text(json.path("declared")),
                    json.path("edited").asBoolean(false), json.path("gone").asBoolean(false), moment(json.path("next")),
                    moment(json.path("last")), Members.text(json.path("lastTask")), json.path("count").asLong(0),
                    json.path("secret").asString(), json.path("revision").asLong(0))
                .entry();
        }
        catch (RuntimeException unreadable) {
            logger.warn("What is stored as a schedule is none", unreadable);
            return Optional.empty();
        }
    }

    static byte[] write(Firing firing) {
        ObjectNode json = JSON.createObjectNode();
        json.put("schedule", firing.schedule()).put("planned", millis(firing.planned()));
        json.put("fate", firing.fate().name()).put("task", firing.task()).put("count", firing.count());
        json.put("at", millis(firing.at())).put("reason", firing.reason());
        return bytes(json);
    }

    static Firing firing(byte[] text) {
        JsonNode json = JSON.readTree(text);
        return new Firing(json.path("schedule").asString(), Instant.ofEpochMilli(json.path("planned").longValue()),
                Firing.Fate.valueOf(json.path("fate").asString()), Members.text(json.path("task")),
                json.path("count").longValue(), Instant.ofEpochMilli(json.path("at").longValue()),
                Members.text(json.path("reason")));
    }

    private static @Nullable Long millis(@Nullable Instant moment) {
        return (moment != null) ? moment.toEpochMilli() : null;
    }

    private static @Nullable Instant moment(JsonNode millis) {
        return millis.isNumber() ? Instant.ofEpochMilli(millis.longValue()) : null;
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

}
