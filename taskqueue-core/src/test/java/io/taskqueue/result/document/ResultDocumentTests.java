package io.taskqueue.result.document;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.redis.ResultFixtures;
import io.taskqueue.redis.ResultFixtures.Captured;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.TaskStory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResultDocumentTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    private static final TaskDetails DETAILS = new TaskDetails("shop.count", "mail", 3, "[1, 2.50]", "{\"a\": \"ü\"}",
            "root", "parent", "group", "nightly", NOON.plusSeconds(60), "home");

    private static TaskResult says(String state, TaskRun run, int second) {
        return TaskResult.of("id", TaskState.of(state), run, NOON.plusSeconds(second), DETAILS).by("worker@test");
    }

    private static TaskRun run(int attempt) {
        return new TaskRun(attempt, 1, "token" + attempt);
    }

    private static TaskRecord story(TaskResult... statements) {
        TaskRecord story = null;
        for (TaskResult statement : statements) {
            story = TaskStory.fold(story, statement).record();
        }
        return story;
    }

    private static byte[] written(TaskRecord record) {
        return ResultDocument.of(record, null).bytes();
    }

    private static JsonNode json(TaskRecord record) {
        return JsonMapper.shared().readTree(written(record));
    }

    private static @Nullable TaskRecord read(String document) {
        ResultDocument read = ResultDocument.read("id", document.getBytes(StandardCharsets.UTF_8), NOW);
        return (read != null) ? read.record() : null;
    }

    private static List<TaskRecord> stories() {
        TaskError error = new TaskError("shop.Outer$OutOfStock", "none \"left\" ä\n", "at Shop.sell\n\tat 'x'");
        List<TaskRecord> stories = new ArrayList<>();
        for (String state : List.of("QUEUED", "UNSENT", "RECEIVED", "STARTED", "PROGRESS", "RETRY", "SUCCESS",
                "FAILURE", "REVOKED", "REJECTED", "LOST", "PACKING")) {
            TaskResult bare = TaskResult.of("id", TaskState.of(state), TaskRun.NONE, NOON, TaskDetails.NONE);
            TaskResult full = says(state, run(2), 9).value(" {\"a\":[1,2.50,null,\"ü\"] , \"b\":1e3}".strip())
                .error(error)
                .progress(new Progress(3, 10, "third"))
                .due(NOON.plusSeconds(99));
            stories.add(story(bare));
            stories.add(story(bare.error(new TaskError("X", null, null)).value("null")));
            stories.add(story(says("QUEUED", TaskRun.NONE, 0), says("RECEIVED", run(1), 1), says("STARTED", run(1), 2),
                    says("RETRY", run(1), 3).error(error).due(NOON.plusSeconds(5)),
                    says("STARTED", run(2), 4).progress(new Progress(0, 1, null)), full));
        }
        return stories;
    }

    @ParameterizedTest
    @MethodSource("stories")
    @Tag("G14")
    void everyStoryIsReadAsItWasWritten(TaskRecord story) {
        ResultDocument read = ResultDocument.read("id", written(story), NOW);
        assertThat(read).isNotNull();
        assertThat(read.record()).isEqualTo(story);
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "true", "0", "-1.50e-3", "12345678901234567890123", "\"\"", "\"\\u00e4\\n \\\"}\"",
            "[]", "{}", "[ 1 ,\t2 ]", "{\"__type__\" : \"decimal\", \"__value__\" : \"1.10\"}", "[[{\"a\":[\"]\"]}]]" })
    void valuesAreKeptToTheByte(String value) {
        TaskRecord success = story(says("SUCCESS", run(1), 1).value(value));
        assertThat(new String(written(success), StandardCharsets.UTF_8)).contains("\"result\":" + value);
        assertThat(read("{\"result\" : " + value + " , \"status\" : \"SUCCESS\"}").last().value()).isEqualTo(value);
        assertThat(read("{\"status\":\"SUCCESS\",\"result\":" + value + "}").last().value()).isEqualTo(value);
        assertThat(read("{\"status\":\"CUSTOM\",\"result\":" + value + "\n}").last().value()).isEqualTo(value);
    }

    @Test
    void longValuesAreKeptToTheByte() {
        String value = "[\"" + "ä€😀\\n".repeat(100_000) + "\", " + "9".repeat(20_000) + "]";
        TaskRecord success = story(says("SUCCESS", run(1), 1).value(value));
        assertThat(ResultDocument.read("id", written(success), NOW).record()).isEqualTo(success);
    }

    @Test
    void endsAreDatedAsPythonReadsThem() {
        assertThat(json(story(says("SUCCESS", run(1), 0))).path("date_done").asString())
            .isEqualTo("2026-03-01T12:00:00.123456+00:00");
        TaskResult whole = TaskResult.of("id", TaskState.LOST, run(1), NOW, TaskDetails.NONE);
        assertThat(json(story(whole)).path("date_done").asString()).isEqualTo("2026-03-02T00:00:00.000000+00:00");
        assertThat(json(story(says("RETRY", run(1), 0))).path("date_done").isNull()).isTrue();
    }

    @Test
    void writesWhatCelerysReadersLookFor() {
        JsonNode document = json(story(says("SUCCESS", run(3), 0).value("5")));
        assertThat(document.path("status").asString()).isEqualTo("SUCCESS");
        assertThat(document.path("result").intValue()).isEqualTo(5);
        assertThat(document.path("task_id").asString()).isEqualTo("id");
        assertThat(document.path("traceback").isNull()).isTrue();
        assertThat(document.path("children").isEmpty()).isTrue();
        assertThat(document.path("retries").intValue()).isEqualTo(2);
        assertThat(List.of("name", "queue", "worker", "group_id", "parent_id"))
            .extracting((name) -> document.path(name).asString())
            .containsExactly("shop.count", "mail", "worker@test", "group", "parent");
    }

    @Test
    void errorsAreWrittenAsPythonsExceptions() {
        JsonNode failure = json(story(says("FAILURE", run(1), 0).error(new TaskError("java.lang.Bad", "x", "at y"))));
        assertThat(failure.path("result").toString())
            .isEqualTo("{\"exc_type\":\"Bad\",\"exc_message\":[\"x\"],\"exc_module\":\"java.lang\"}");
        assertThat(failure.path("traceback").asString()).isEqualTo("at y");
        JsonNode revoked = json(story(says("REVOKED", run(1), 0).error(TaskError.of("TaskRevoked", "expired"))));
        assertThat(revoked.path("result").toString()).isEqualTo(
                "{\"exc_type\":\"TaskRevokedError\",\"exc_message\":[\"expired\"],\"exc_module\":\"celery.exceptions\"}");
        assertThat(json(story(says("REJECTED", run(1), 0))).path("status").asString()).isEqualTo("FAILURE");
        assertThat(json(story(says("LOST", run(1), 0))).path("result").path("exc_type").isString()).isTrue();
    }

    @Test
    void keepsTheChildrenPythonNamed() {
        String children = "[[[\"a\", null], null]]";
        ResultDocument python = ResultDocument.read("id",
                ("{\"status\":\"STARTED\",\"children\":" + children + "}").getBytes(StandardCharsets.UTF_8), NOW);
        ResultDocument ours = ResultDocument.of(story(says("SUCCESS", run(1), 0)), python);
        assertThat(ResultDocument.read("id", ours.bytes(), NOW).children()).isEqualTo(children);
    }

    @Test
    void coversBothVersionsWithAndWithoutDetails() {
        assertThat(ResultFixtures.all()).hasSizeGreaterThan(250);
    }

    @ParameterizedTest
    @MethodSource("captured")
    void readsEveryDocumentCeleryWrites(Captured captured) {
        JsonNode json = captured.json();
        ResultDocument read = ResultDocument.read(captured.id(), captured.bytes(), NOW);
        assertThat(read).isNotNull();
        TaskResult last = read.record().last();
        assertThat(last.state().name()).isEqualTo(json.path("status").asString());
        assertThat(last.details().task()).isEqualTo(json.path("name").stringValue(null));
        assertThat(last.details().parentId()).isEqualTo(json.path("parent_id").stringValue(null));
        assertThat(last.details().groupId()).isEqualTo(json.path("group_id").stringValue(null));
        assertThat(JsonMapper.shared().readTree(read.children())).isEqualTo(json.path("children"));
        assertThat(last.at().equals(NOW)).isEqualTo(json.path("date_done").isNull());
        assertThat(last.error() != null).isEqualTo(json.path("result").has("exc_type"));
        assertThat(last.run().attempt()).isEqualTo(json.path("retries").asInt(0) + 1);
        if (last.value() != null) {
            assertThat(captured.raw()).contains("\"result\": " + last.value() + ", \"traceback\"");
        }
        assertThat(last.value() != null).isEqualTo(last.error() == null && !last.state().equals(TaskState.STARTED));
    }

    private static Stream<Captured> captured() {
        return ResultFixtures.all();
    }

    @Test
    void readsPythonsExceptionsAsText() {
        assertThat(error("\"exc_type\": \"ValueError\", \"exc_message\": [\"boom\"], \"exc_module\": \"builtins\""))
            .isEqualTo(new TaskError("ValueError", "boom", "trace"));
        assertThat(error("\"exc_type\": \"ProbeError\", \"exc_message\": [\"a\", 1, null], \"exc_module\": \"tasks\""))
            .isEqualTo(new TaskError("tasks.ProbeError", "a, 1, null", "trace"));
        assertThat(error("\"exc_type\": \"Old\", \"exc_message\": \"text\""))
            .isEqualTo(new TaskError("Old", "text", "trace"));
        assertThat(error("\"exc_type\": \"E\", \"exc_message\": [], \"exc_module\": null"))
            .isEqualTo(new TaskError("E", null, "trace"));
        assertThat(error("\"exc_type\": \"TaskRevokedError\", \"exc_message\": [\"revoked\"], "
                + "\"exc_module\": \"celery.exceptions\""))
            .isEqualTo(new TaskError("TaskRevoked", "revoked", "trace"));
        assertThat(read("{\"status\": \"FAILURE\", \"result\": \"bare\"}").last().error())
            .isEqualTo(new TaskError("Exception", "bare", null));
    }

    private static @Nullable TaskError error(String exception) {
        return read("{\"status\": \"FAILURE\", \"result\": {" + exception + "}, \"traceback\": \"trace\"}").last()
            .error();
    }

    @Test
    @Tag("S11")
    void classesNamedInADocumentStayText() {
        TaskRecord read = read("{\"status\": \"FAILURE\", \"@class\": \"java.net.URL\", \"result\": {\"exc_type\": "
                + "\"ProcessBuilder\", \"exc_message\": [[\"sh\"]], \"exc_module\": \"java.lang\", "
                + "\"@class\": \"javax.swing.JEditorPane\"}}");
        assertThat(read.last().error()).isEqualTo(new TaskError("java.lang.ProcessBuilder", "[\"sh\"]", null));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "nonsense", "[]", "5", "\"text\"", "null", "{", "{\"status\"", "{\"status\":}",
            "{\"result\":5}", "{\"status\":5}", "{\"status\":\"\"}", "{\"status\":null}", "{'status':'SUCCESS'}",
            "{\"status\":\"SUCCESS\",\"result\":", "{\"status\":\"SUCCESS\" \"result\":5}", "\u0000\u0001" })
    @Tag("S11")
    void whatIsNoDocumentIsNoDocument(String garbage) {
        assertThat(read(garbage)).isNull();
    }

    @Test
    @Tag("S11")
    void whatIsBeyondAllLimitsIsNoDocument() {
        assertThat(read("{\"status\":\"SUCCESS\",\"result\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
            .isNull();
        assertThat(read("{\"status\":\"SUCCESS\",\"result\":\"" + "x".repeat(Members.MOST_BYTES) + "\"}")).isNull();
        assertThat(read("{\"status\":\"" + "x".repeat(51) + "\"}")).isNull();
        assertThat(read("{\"status\":\"PROGRESS\",\"result\":{\"current\":" + "9".repeat(100_000) + ",\"total\":1}}")
            .last()
            .progress()).isNull();
    }

    @Test
    @Tag("S11")
    void membersOfTheWrongKindAreAsIfAbsent() {
        for (String wrong : List.of("5", "\"x\"", "[]", "{}", "[{}, [1]]", "{\"a\": {}}", "true", "-1", "1e400",
                "NaN")) {
            StringBuilder document = new StringBuilder("{\"status\": \"PROGRESS\"");
            for (String name : List.of("result", "traceback", "children", "date_done", "task_id", "group_id",
                    "parent_id", "name", "args", "kwargs", "worker", "retries", "queue", "taskqueue")) {
                document.append(", \"").append(name).append("\": ").append(wrong);
            }
            TaskRecord read = read(document + "}");
            assertThat(read).isNotNull();
            assertThat(read.id()).isEqualTo("id");
            assertThat(read.last().progress()).isNull();
            assertThat(read.last().at()).isEqualTo(NOW);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"run\": 5", "\"run\": [1, 1]", "\"run\": [1e99, 1, \"t\"]", "\"at\": \"noon\"",
            "\"at\": 5", "\"state\": \"FAILURE\"", "\"state\": \"\"", "\"state\": null" })
    @Tag("S11")
    void whatClaimsToBeOursButIsNotIsReadAsPythons(String wrong) {
        TaskRecord read = read("{\"status\": \"SUCCESS\", \"result\": 5, \"taskqueue\": {\"state\": \"SUCCESS\", "
                + "\"run\": [7, 7, \"t\"], \"at\": \"2026-03-01T12:00:00Z\", \"value\": \"6\", " + wrong + "}}");
        assertThat(read.last().value()).isEqualTo("5");
        assertThat(read.last().run()).isEqualTo(new TaskRun(1, 0, ""));
    }

    @Test
    @Tag("S11")
    void strangeThingsInWhatIsOursAreLeftOut() {
        TaskRecord read = read("{\"status\": \"SUCCESS\", \"result\": 5, \"taskqueue\": {\"state\": \"SUCCESS\", "
                + "\"run\": [7, 7, \"t\"], \"at\": \"2026-03-01T12:00:00Z\", \"created\": \"+999999999999\", "
                + "\"progress\": [-1, 0], \"priority\": \"x\", \"error\": [], \"due\": {}, \"attempts\": [5, null, {}, "
                + "{\"run\": [1, 1, \"t\"], \"state\": \"RETRY\", \"ended\": \"2026-03-01T11:00:00Z\", \"error\": 5}]}}");
        assertThat(read.last().run()).isEqualTo(new TaskRun(7, 7, "t"));
        assertThat(read.created()).isEqualTo(read.last().at());
        assertThat(read.last().progress()).isNull();
        assertThat(read.attempts()).hasSize(1);
    }

    @Test
    void ofMembersWithOneNameTheLastCounts() {
        assertThat(read("{\"status\":\"FAILURE\",\"status\":\"SUCCESS\",\"result\":1,\"result\":2}").last().value())
            .isEqualTo("2");
    }

    @Test
    void halfACharacterIsNoReasonToLoseAResult() {
        TaskRecord failed = story(says("FAILURE", run(1), 1).error(TaskError.of("X", "cut \ud83d")));
        assertThat(ResultDocument.read("id", written(failed), NOW).record().last().error().message())
            .isEqualTo("cut ?");
    }

    @Test
    void stacksOfEarlierAttemptsGiveWayToSize() {
        List<TaskResult> statements = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            statements.add(says("RETRY", run(i), i)
                .error(new TaskError("X", "attempt " + i, "€".repeat(TaskError.MAX_TRACE))));
        }
        TaskRecord read = ResultDocument.read("id", written(story(statements.toArray(TaskResult[]::new))), NOW)
            .record();
        assertThat(read.attempts()).hasSize(60);
        assertThat(read.attempts().get(0).error()).isEqualTo(new TaskError("X", "attempt 1", null));
        assertThat(read.last().error().trace()).hasSize(TaskError.MAX_TRACE);
    }

    @Test
    void documentTooLargeToReadIsRefused() {
        TaskRecord huge = story(says("SUCCESS", run(1), 1).value("\"" + "x".repeat(Members.MOST_BYTES) + "\""));
        assertThatIllegalArgumentException().isThrownBy(() -> written(huge)).withMessageContaining("task id");
    }

}
