package io.taskqueue.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.TaskTemplate;
import io.taskqueue.actuate.Http.Reply;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.message.TaskId;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;

/** What the endpoint answers over HTTP, whatever keeps the results. */
abstract class EndpointContract {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Duration LATER = Duration.ofHours(1);

    @LocalServerPort
    private int port;

    @Autowired
    private TaskTemplate tasks;

    @Autowired
    private Broker broker;

    @Autowired
    private ResultBackend results;

    @Autowired
    private Depot.Tasks depot;

    private Http http;

    /** What the result store calls itself begins with this. */
    protected abstract String store();

    @BeforeEach
    void connect() {
        this.http = Http.on(this.port);
    }

    @AfterEach
    void forgetEverything() {
        this.broker.capability(QueueAdministration.class).orElseThrow().purge("taskqueue");
        this.broker.capability(QueueAdministration.class).orElseThrow().purge("slow");
        DeadLetters letters = letters();
        letters.remove(letters.list(null, 0, 10_000).stream().map(DeadLetter::id).toList());
        TaskSearch search = this.results.capability(TaskSearch.class).orElseThrow();
        TaskPage page = search.search(TaskFilter.all(), null, 500);
        while (!page.tasks().isEmpty()) {
            page.tasks()
                .stream()
                .map(TaskRecord::id)
                .forEach((id) -> this.tasks.result(id, Object.class).orElseThrow().forget());
            page = search.search(TaskFilter.all(), null, 500);
        }
        this.depot.counted.clear();
    }

    @Test
    void overviewTellsEverythingAtAGlance() {
        count(1);
        failed("x");
        Reply reply = get("");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/broker").asString()).isEqualTo("memory");
        assertThat(reply.at("/results").asString()).startsWith(store());
        assertThat(reply.at("/counts/SUCCESS").asInt()).isEqualTo(1);
        assertThat(reply.at("/counts/FAILURE").asInt()).isEqualTo(1);
        assertThat(texts(reply.at("/queues"), "name")).contains("taskqueue", "slow");
        assertThat(reply.at("/workers/0/state").asString()).isEqualTo("RUNNING");
        assertThat(reply.json().has("trouble")).isFalse();
    }

    @Test
    void oneTaskIsToldInFull() {
        String id = count(42);
        Reply reply = get("/results/" + id);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/id").asString()).isEqualTo(id);
        assertThat(reply.at("/task").asString()).isEqualTo("depot.count");
        assertThat(reply.at("/state").asString()).isEqualTo("SUCCESS");
        assertThat(reply.at("/queue").asString()).isEqualTo("taskqueue");
        assertThat(reply.at("/attempt").asInt()).isEqualTo(1);
        assertThat(Stream.of("created", "received", "started", "done", "worker", "root")).allMatch(reply.json()::has);
        assertThat(reply.json().has("error")).isFalse();
    }

    @Test
    void attemptsAreToldWithTheirErrors() {
        AsyncResult<Object> retried = this.tasks.delay("depot.retry", 3);
        assertThat(retried.get(SOON)).isEqualTo(3);
        Reply reply = get("/results/" + retried.id());
        assertThat(texts(reply.at("/attempts"), "state")).containsExactly("RETRY", "RETRY", "SUCCESS");
        assertThat(reply.at("/attempts/0/error/type").asString()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(reply.at("/attempt").asInt()).isEqualTo(3);
    }

    @Test
    void resultsAreFoundByWhatIsAskedFor() {
        String good = count(1);
        String bad = failed("x");
        this.tasks.delay("depot.slow", 1).get(SOON);
        assertThat(found("?state=FAILURE")).containsExactly(bad);
        assertThat(found("?state=FAILURE,SUCCESS")).hasSize(3);
        assertThat(found("?state=FAILURE&state=REVOKED")).containsExactly(bad);
        assertThat(found("?task=depot.count")).containsExactly(good);
        assertThat(found("?queue=slow")).hasSize(1).doesNotContain(good, bad);
        assertThat(found("?text=" + bad.substring(4, 20))).containsExactly(bad);
        assertThat(found("?worker=nobody")).isEmpty();
        assertThat(found("?group=none")).isEmpty();
        assertThat(found("?from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z")).isEmpty();
        assertThat(found("?from=2000-01-01T00:00:00Z")).hasSize(3);
    }

    @Test
    void pagesFollowEachOther() {
        List<String> sent = IntStream.range(0, 5).mapToObj(this::count).toList();
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Reply reply = get("/results?limit=2" + (next.isEmpty() ? "" : "&after=" + next));
            seen.addAll(texts(reply.at("/tasks"), "id"));
            next = reply.at("/next").asString("");
        }
        while (!next.isEmpty());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(sent).doesNotHaveDuplicates();
    }

    @Test
    @Tag("S30")
    void pageHoldsAtMost500() {
        List<AsyncResult<Object>> sent = this.tasks.delayAll(
                IntStream.range(0, 510).mapToObj((number) -> this.tasks.signature("depot.count", number)).toList());
        sent.forEach((each) -> each.get(SOON));
        assertThat(found("?limit=1000000")).hasSize(500);
        assertThat(found("?limit=0")).hasSize(1);
        assertThat(found("?limit=-7")).hasSize(1);
        assertThat(found("")).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = { "limit=abc", "after=nobody-gave-this", "after=%00%27%3B--", "from=yesterday",
            "state=a-name-of-a-state-that-is-longer-than-any-state-can-be" })
    void whatCannotBeMeantIsRefused(String query) {
        Reply reply = get("/results?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertInnocent(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/results/unknown", "/results/..%20..", "/results/%27%20or%201=1", "/nothing",
            "/nothing/1", "/queues/unknown", "/workers/1" })
    void whatIsNotThereIsNotFound(String path) {
        Reply reply = get(path);
        assertThat(reply.status()).isEqualTo(404);
        assertInnocent(reply);
    }

    @Test
    @Tag("S31")
    void valuesAreHiddenByDefault() {
        AsyncResult<Object> charged = charge();
        charged.get(SOON);
        String failed = failed(Depot.CANARY);
        this.tasks.delay("depot.retry", 2).get(SOON);
        this.tasks.delay("depot.nobody", Depot.CANARY);
        awaitLetters(1);
        Reply reply = get("/results/" + charged.id());
        assertThat(reply.at("/args").asString()).isEqualTo("hidden: set management.endpoint.taskqueue.show-values");
        assertThat(reply.at("/kwargs").asString()).isEqualTo(TaskQueueEndpoint.HIDDEN);
        assertThat(reply.at("/result").asString()).isEqualTo(TaskQueueEndpoint.HIDDEN);
        assertThat(Stream.of("", "/results", "/results/" + charged.id(), "/results/" + failed, "/queues", "/workers",
                "/dead-letters"))
            .allSatisfy((path) -> assertThat(get(path).text()).doesNotContain(Depot.CANARY));
        assertThat(Stream.of("/actuator/health/taskqueue", "/actuator/metrics", "/actuator/metrics/taskqueue.tasks"))
            .allSatisfy((path) -> assertThat(this.http.get(path)).satisfies((any) -> {
                assertThat(any.status()).isEqualTo(200);
                assertThat(any.text()).doesNotContain(Depot.CANARY);
            }));
    }

    @Test
    @Tag("S33")
    void failureIsToldWithoutItsStack() {
        Reply reply = get("/results/" + failed("x"));
        assertThat(reply.at("/error/type").asString()).isEqualTo("java.lang.IllegalStateException");
        assertThat(reply.at("/error/message").asString()).isEqualTo(TaskQueueEndpoint.HIDDEN);
        assertThat(reply.at("/error/trace").asString()).isEqualTo(TaskQueueEndpoint.HIDDEN);
        assertInnocent(reply);
    }

    @Test
    void queueTellsWhatItHolds() {
        this.tasks.signature("depot.slow", 1).countdown(LATER).apply();
        Reply reply = get("/queues/slow");
        assertThat(reply.at("/name").asString()).isEqualTo("slow");
        assertThat(reply.at("/delayed").asInt()).isEqualTo(1);
        assertThat(reply.at("/ready").asInt(-1)).isZero();
        assertThat(texts(get("/queues").at("/queues"), "name")).contains("slow");
    }

    @Test
    void workersAreTold() {
        Reply reply = get("/workers");
        assertThat(reply.at("/workers")).hasSize(1);
        assertThat(texts(reply.at("/workers/0/queues"), null)).contains("taskqueue", "slow");
        assertThat(reply.at("/workers/0/concurrency").asInt()).isPositive();
    }

    @Test
    void waitingTaskCanBeRevoked() {
        String id = this.tasks.signature("depot.count", 1).countdown(LATER).apply().id();
        assertThat(act("/results/" + id, "revoke").status()).isEqualTo(200);
        assertThat(get("/results/" + id).at("/state").asString()).isEqualTo("REVOKED");
    }

    @Test
    void endedTaskCannotBeRevoked() {
        Reply reply = act("/results/" + count(1), "revoke");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.at("/error").asString()).isEqualTo("The task has ended: SUCCESS");
    }

    @Test
    void retrySendsTheSameCallAgain() {
        String id = count(4711);
        Reply reply = act("/results/" + id, "retry");
        assertThat(reply.status()).isEqualTo(200);
        String again = reply.at("/id").asString();
        assertThat(again).isNotEqualTo(id);
        assertThat(this.tasks.result(again, Integer.class).orElseThrow().get(SOON)).isEqualTo(4711);
        assertThat(this.depot.counted).containsExactly(4711, 4711);
        assertThat(get("/results/" + id).at("/state").asString()).isEqualTo("SUCCESS");
    }

    @Test
    @Tag("S33")
    void runningTaskTellsWhereItIsToThoseWhoSeeValues() throws Exception {
        AsyncResult<Object> held = this.tasks.delay("depot.hold");
        await().atMost(SOON).until(() -> get("/stacks/" + held.id()).status() == 200);
        assertThat(get("/stacks/" + held.id()).at("/frames")).singleElement()
            .satisfies((frame) -> assertThat(frame.asString()).isEqualTo(TaskQueueEndpoint.HIDDEN));
        this.depot.go.release();
        held.get(SOON);
        assertThat(get("/stacks/" + held.id()).status()).isEqualTo(404);
    }

    private Reply retry(String id, Map<String, Object> edit) {
        Map<String, Object> body = new HashMap<>(edit);
        body.put("action", "retry");
        return this.http.post("/actuator/taskqueue/results/" + id, body);
    }

    @Test
    void retryTakesOtherArguments() {
        String id = count(4);
        String again = retry(id, Map.of("args", "[5]", "queue", "slow", "priority", 3)).at("/id").asString();
        assertThat(this.tasks.result(again, Integer.class).orElseThrow().get(SOON)).isEqualTo(5);
        assertThat(get("/results/" + again).at("/queue").asString()).isEqualTo("slow");
        assertThat(get("/results/" + again).at("/priority").asInt()).isEqualTo(3);
        assertThat(this.depot.counted).containsExactly(4, 5);
    }

    @Test
    @Tag("S33")
    void argumentsThatDoNotFitAreRefused() {
        String id = count(4);
        for (String args : List.of("[\"" + Depot.CANARY + "\"]", "[1, 2]", "[1", "{}")) {
            Reply refused = retry(id, Map.of("args", args));
            assertThat(refused.status()).as(args).isEqualTo(400);
            assertInnocent(refused);
            assertThat(refused.text()).doesNotContain(Depot.CANARY);
        }
        assertThat(this.depot.counted).containsExactly(4);
    }

    @Test
    @Tag("S33")
    void whatIsMaskedKeepsItsValueInAnEditedRetry() {
        AsyncResult<Object> charged = charge();
        charged.get(SOON);
        String again = retry(charged.id(), Map.of("args", "[\"other\", \"******\"]")).at("/id").asString();
        Map<?, ?> receipt = (Map<?, ?>) this.tasks.result(again, Object.class).orElseThrow().get(SOON);
        assertThat(receipt.get("customer")).isEqualTo("other");
        assertThat(receipt.get("accessToken")).isEqualTo(Depot.CANARY);
    }

    /** What each step of a workflow says, or nothing. */
    private static List<String> told(Reply workflow, String what) {
        List<String> told = new ArrayList<>();
        workflow.at("/steps").forEach((step) -> told.add(step.path(what).asString("")));
        return told;
    }

    private AsyncResult<?> chord() {
        return this.tasks.chain(this.tasks.signature("depot.count", 1),
                this.tasks.group(this.tasks.signature("depot.count", 2).immutable(),
                        this.tasks.signature("depot.slow", 3).immutable()),
                this.tasks.signature("depot.fail", "on purpose")
                    .immutable()
                    .onError(this.tasks.signature("depot.tell")))
            .apply();
    }

    @Test
    void workflowIsToldAsAGraph() {
        AsyncResult<?> end = chord();
        await().atMost(SOON).until(() -> end.state().equals(TaskState.FAILURE));
        Reply reply = get("/workflows/" + end.id());
        assertThat(told(reply, "task")).containsExactly("depot.count", "", "depot.count", "depot.slow", "depot.fail",
                "depot.tell");
        assertThat(told(reply, "state").subList(0, 5)).containsExactly("SUCCESS", "", "SUCCESS", "SUCCESS", "FAILURE");
        assertThat(reply.at("/steps/1/size").asInt()).isEqualTo(2);
        assertThat(texts(reply.at("/links"), "kind")).containsExactly("next", "member", "member", "next", "next",
                "error");
        assertThat(get("/workflows/" + reply.at("/id").asString()).text()).isEqualTo(reply.text());
        assertThat(reply.text()).doesNotContain("on purpose");
        assertThat(get("/workflows/" + count(1)).status()).isEqualTo(404);
    }

    @Test
    void groupOfManyTellsItsStates() {
        AsyncResult<List<Object>> group = this.tasks
            .group(IntStream.range(0, 40).mapToObj((i) -> this.tasks.signature("depot.count", i)).toList())
            .apply();
        group.get(SOON);
        await().atMost(SOON).until(() -> get("/workflows/" + group.id()).at("/steps/0/states/SUCCESS").asInt() == 40);
        assertThat(get("/workflows/" + group.id()).at("/steps")).hasSize(1);
    }

    @Test
    void groupOfManyThatHasNotEndedIsNotCalledAgain() {
        AsyncResult<?> group = this.tasks
            .group(IntStream.range(0, 40)
                .mapToObj((i) -> this.tasks.signature("depot.count", i).countdown(LATER))
                .toList())
            .apply();
        assertThat(act("/workflows/" + group.id(), "retry").status()).isEqualTo(409);
        assertThat(act("/workflows/" + group.id(), "revoke").at("/count").asInt()).isEqualTo(40);
    }

    @Test
    void workflowIsRevokedAndCalledAgainAsAWhole() {
        AsyncResult<?> waiting = this.tasks
            .chain(this.tasks.signature("depot.count", 8).countdown(LATER), this.tasks.signature("depot.slow"))
            .apply();
        assertThat(act("/workflows/" + waiting.id(), "retry").status()).isEqualTo(409);
        Reply revoked = act("/workflows/" + waiting.id(), "revoke");
        assertThat(revoked.at("/count").asInt()).isEqualTo(2);
        assertThat(waiting.state()).isEqualTo(TaskState.REVOKED);
        assertThat(act("/workflows/" + waiting.id(), "revoke").status()).isEqualTo(409);
        AsyncResult<?> end = chord();
        await().atMost(SOON).until(() -> end.state().equals(TaskState.FAILURE));
        String again = act("/workflows/" + end.id(), "retry").at("/id").asString();
        await().atMost(SOON).until(() -> told(get("/workflows/" + again), "state").contains("FAILURE"));
        assertThat(this.depot.counted).containsExactlyInAnyOrder(1, 2, 3, 1, 2, 3);
        assertThat(act("/workflows/nobody", "revoke").status()).isEqualTo(404);
        assertThat(act("/workflows/" + end.id(), "delete").status()).isEqualTo(400);
    }

    @Test
    void retryKeepsKeywordArgumentsQueueAndPriority() {
        AsyncResult<Object> first = this.tasks.signature("depot.slow").kwarg("number", 5).priority(7).apply();
        first.get(SOON);
        String again = act("/results/" + first.id(), "retry").at("/id").asString();
        this.tasks.result(again, Object.class).orElseThrow().get(SOON);
        assertThat(this.depot.counted).containsExactly(5, 5);
        assertThat(get("/results/" + again).at("/queue").asString()).isEqualTo("slow");
        assertThat(get("/results/" + again).at("/priority").asInt()).isEqualTo(7);
    }

    @Test
    void taskThatHasNotEndedCannotBeRetried() {
        String id = this.tasks.signature("depot.count", 1).countdown(LATER).apply().id();
        assertThat(act("/results/" + id, "retry").status()).isEqualTo(409);
    }

    @Test
    void taskThatWasNeverSentCanBeSentAgain() {
        String id = stored(TaskState.UNSENT, "[12]");
        String again = act("/results/" + id, "retry").at("/id").asString();
        assertThat(this.tasks.result(again, Integer.class).orElseThrow().get(SOON)).isEqualTo(12);
    }

    @Test
    void taskWhoseArgumentsNobodyKnowsCannotBeRetried() {
        Reply reply = act("/results/" + stored(TaskState.FAILURE, null), "retry");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.at("/error").asString()).contains("its arguments were not stored");
    }

    @Test
    void taskThatTakesOtherArgumentsByNowCannotBeRetried() {
        Reply reply = act("/results/" + stored(TaskState.FAILURE, "[\"" + Depot.CANARY + "\"]"), "retry");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.at("/error").asString()).isEqualTo("The task takes other arguments by now");
    }

    @Test
    void pausedQueueHoldsItsTasksUntilItIsResumed() {
        assertThat(get("/queues/slow").at("/paused").asBoolean(true)).isFalse();
        assertThat(act("/queues/slow", "pause").status()).isEqualTo(200);
        assertThat(get("/queues/slow").at("/paused").asBoolean()).isTrue();
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        AsyncResult<Object> held = this.tasks.delay("depot.slow", 7);
        assertThat(this.tasks.delay("depot.count", 8).get(SOON)).isEqualTo(8);
        assertThat(held.state().terminal()).isFalse();
        assertThat(act("/queues/slow", "resume").status()).isEqualTo(200);
        held.get(SOON);
        assertThat(get("/queues/slow").at("/paused").asBoolean(true)).isFalse();
    }

    @Test
    void queueCanBeEmptied() {
        for (int i = 0; i < 3; i++) {
            this.tasks.signature("depot.slow", i).countdown(LATER).apply();
        }
        assertThat(act("/queues/slow", "purge").at("/count").asInt()).isEqualTo(3);
        assertThat(get("/queues/slow").at("/delayed").asInt(-1)).isZero();
    }

    @Test
    void deadLettersAreListedReplayedAndDeleted() {
        this.tasks.delay("depot.nobody", 1);
        this.tasks.delay("depot.nowhere", 2);
        awaitLetters(2);
        Reply reply = get("/dead-letters?queue=taskqueue&limit=1&offset=1");
        assertThat(reply.at("/total").asInt()).isEqualTo(2);
        assertThat(reply.at("/letters")).hasSize(1);
        assertThat(reply.at("/letters/0/reason").asString()).contains("no task of its name");
        String id = reply.at("/letters/0/id").asString();
        assertThat(act("/dead-letters/" + id, "delete").at("/count").asInt()).isEqualTo(1);
        assertThat(act("/dead-letters/" + id, "delete").status()).isEqualTo(404);
        String other = get("/dead-letters").at("/letters/0/id").asString();
        assertThat(act("/dead-letters/" + other, "replay").at("/count").asInt()).isEqualTo(1);
        await().atMost(SOON)
            .untilAsserted(() -> assertThat(texts(get("/dead-letters").at("/letters"), "id")).hasSize(1)
                .doesNotContain(other));
    }

    @Test
    void storyOfAReplayedTaskBeginsAnewAndEnds() {
        AsyncResult<Object> call = this.tasks.delay("depot.refuseOnce", 42);
        awaitLetters(1);
        String id = get("/dead-letters").at("/letters/0/id").asString();
        assertThat(act("/dead-letters/" + id, "replay").at("/count").asInt()).isEqualTo(1);
        assertThat(call.get(SOON)).isEqualTo("replayed 42");
        assertThat(get("/results/" + call.id()).at("/state").asString()).isEqualTo("SUCCESS");
        assertThat(get("/dead-letters").at("/total").asInt()).isZero();
    }

    @Test
    void allDeadLettersOfAQueueAreReplayed() {
        IntStream.range(0, 7).forEach((number) -> this.tasks.delay("depot.nobody", number));
        awaitLetters(7);
        List<String> before = texts(get("/dead-letters").at("/letters"), "id");
        assertThat(act("/queues/taskqueue", "replay").at("/count").asInt()).isEqualTo(7);
        awaitLetters(7);
        assertThat(texts(get("/dead-letters").at("/letters"), "id")).doesNotContainAnyElementsOf(before);
    }

    @Test
    void schedulesAreMadeEditedAndRemoved() {
        assertThat(save("hourly", Map.of("task", "depot.count", "when", "0 0 * * * *", "args", "[7]")).status())
            .isEqualTo(200);
        assertThat(save("hourly", Map.of("zone", "Europe/Paris", "misfire", "skip", "expires", "PT5M", "priority", 7))
            .status()).isEqualTo(200);
        Reply reply = get("/schedules/hourly");
        assertThat(reply.at("/task").asString()).isEqualTo("depot.count");
        assertThat(reply.at("/zone").asString()).isEqualTo("Europe/Paris");
        assertThat(reply.at("/source").asString()).isEqualTo("run-time");
        assertThat(reply.at("/misfire").asString()).isEqualTo("skip");
        assertThat(reply.at("/overlap").asString()).isEqualTo("allow");
        assertThat(reply.at("/args").asString()).isEqualTo(TaskQueueEndpoint.HIDDEN);
        assertThat(reply.at("/upcoming")).hasSize(10);
        assertThat(reply.at("/upcoming/0")).isEqualTo(reply.at("/next"));
        assertThat(reply.text()).doesNotContain("secret");
        assertThat(texts(get("/schedules?text=OUR").at("/schedules"), "name")).containsExactly("hourly");
        assertThat(get("/schedules?text=nobody").at("/total").asInt(-1)).isZero();
        assertThat(act("/schedules/hourly", "delete").status()).isEqualTo(200);
        assertThat(get("/schedules/hourly").status()).isEqualTo(404);
    }

    @Test
    void scheduleIsDisabledEnabledAndTriggered() {
        save("hourly", Map.of("task", "depot.count", "when", "PT1H", "args", "[4712]"));
        assertThat(act("/schedules/hourly", "disable").status()).isEqualTo(200);
        assertThat(get("/schedules/hourly").at("/enabled").asBoolean()).isFalse();
        assertThat(get("/schedules/hourly").at("/upcoming")).isEmpty();
        act("/schedules/hourly", "enable");
        String id = act("/schedules/hourly", "trigger").at("/id").asString();
        assertThat(this.tasks.result(id, Integer.class).orElseThrow().get(SOON)).isEqualTo(4712);
        Reply reply = get("/schedules/hourly");
        assertThat(reply.at("/enabled").asBoolean()).isTrue();
        assertThat(reply.at("/lastTask").asString()).isEqualTo(id);
        assertThat(reply.at("/lastState").asString()).isEqualTo("SUCCESS");
        assertThat(reply.at("/firings/0/fate").asString()).isEqualTo("sent");
        assertThat(get("/results/" + id).at("/schedule").asString()).isEqualTo("hourly");
        act("/schedules/hourly", "delete");
    }

    @Test
    void scheduleThatCannotComeRoundIsRefused() {
        assertThat(save("bad", Map.of("task", "depot.count", "when", "PT1H")).at("/error").asString())
            .contains("takes the arguments [number]");
        assertThat(Stream.of(Map.of("task", "depot.count"), Map.of("when", "PT1H"),
                Map.of("task", "depot.count", "when", "full moon"),
                Map.of("task", "depot.count", "when", "0 0 3 * * *", "zone", "Mars"),
                Map.of("task", "depot.count", "when", "PT1H", "args", "{"),
                Map.of("task", "depot.count", "when", "PT1H", "args", "[1]", "misfire", "never"),
                Map.of("task", "depot.count", "when", "2001-01-01T00:00:00Z", "args", "[1]")))
            .allSatisfy((wish) -> {
                Reply reply = save("bad", wish);
                assertThat(reply.status()).as("%s", wish).isEqualTo(400);
                assertInnocent(reply);
            });
        assertThat(get("/schedules/bad").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({ "/results/unknown, revoke, 404", "/results/unknown, retry, 404", "/queues/unknown, purge, 404",
            "/queues/unknown, pause, 404", "/queues/unknown, replay, 404", "/dead-letters/0, replay, 409",
            "/dead-letters/x, delete, 404", "/results/unknown, purge, 400", "/schedules/unknown, trigger, 404",
            "/schedules/unknown, delete, 404", "/schedules/unknown, explode, 400", "/queues/taskqueue, explode, 400",
            "/nothing/1, revoke, 400" })
    void actionThatCannotBeDoneIsRefused(String path, String action, int status) {
        Reply reply = act(path, action);
        assertThat(reply.status()).isEqualTo(status);
        assertInnocent(reply);
    }

    @Test
    void actionMustBeNamed() {
        assertThat(this.http.post("/actuator/taskqueue/queues/slow", Map.of()).status()).isEqualTo(400);
    }

    @Test
    @Tag("S29")
    void eachActionLeavesALineInTheAuditLog() {
        String id = count(1);
        try (AuditLog audit = new AuditLog()) {
            String again = act("/results/" + id, "retry").at("/id").asString();
            act("/results/" + id, "revoke");
            assertThat(audit.lines()).containsExactly("anonymous wants to retry results/" + id + ": done, as " + again,
                    "anonymous wants to revoke results/" + id + ": refused: The task has ended: SUCCESS");
        }
    }

    @Test
    @Tag("S40")
    void auditLogIsOneLineForEachAction() {
        try (AuditLog audit = new AuditLog()) {
            act("/results/x%0Aforged%1b%5B31m", "revoke\nforged");
            assertThat(audit.lines()).hasSize(1)
                .allMatch((line) -> line.contains("x\\u000aforged\\u001b[31m") && line.lines().count() == 1);
        }
    }

    private String count(int number) {
        AsyncResult<Object> task = this.tasks.delay("depot.count", number);
        assertThat(task.get(SOON)).isEqualTo(number);
        return task.id();
    }

    private String failed(String why) {
        AsyncResult<Object> task = this.tasks.delay("depot.fail", why);
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> task.get(SOON));
        return task.id();
    }

    /** A call of {@code depot.count} that somebody else made. */
    private String stored(TaskState state, @Nullable String args) {
        TaskDetails details = new TaskDetails("depot.count", "taskqueue", null, args, null, null, null, null, null,
                null, null);
        String id = TaskId.random();
        this.results.store(List.of(TaskResult.of(id, state, TaskRun.NONE, Instant.now(), details)));
        return id;
    }

    private AsyncResult<Object> charge() {
        return this.tasks.signature("depot.charge", Depot.CANARY, Depot.CANARY)
            .kwarg("card", Map.of("number", Depot.CANARY))
            .apply();
    }

    private DeadLetters letters() {
        return this.broker.capability(DeadLetters.class).orElseThrow();
    }

    private void awaitLetters(int count) {
        await().atMost(SOON).until(() -> letters().count(null) == count);
    }

    private Reply get(String path) {
        return this.http.get("/actuator/taskqueue" + path);
    }

    private Reply save(String name, Map<String, ?> says) {
        Map<String, Object> body = new HashMap<>(says);
        body.put("action", "save");
        return this.http.post("/actuator/taskqueue/schedules/" + name, body);
    }

    private Reply act(String path, String action) {
        return this.http.post("/actuator/taskqueue" + path, action);
    }

    private List<String> found(String query) {
        Reply reply = get("/results" + query);
        assertThat(reply.status()).isEqualTo(200);
        return texts(reply.at("/tasks"), "id");
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map((each) -> ((field != null) ? each.get(field) : each).asString()).toList();
    }

    /** Nothing of the inside shows. */
    private static void assertInnocent(Reply reply) {
        assertThat(reply.text()).doesNotContain("\tat ", "\"trace\":\"java", ".java:", "Caused by", "jdbc:",
                "org.springframework");
    }

}
