package io.taskqueue.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.SharedTask;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;

/** What a stranger may put into Redis, in front of a worker that works. */
class RedisHostileTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String BODY = "[[\"you\"], {}, {}]";

    private final RedisProcess server = RedisServer.start();

    private final RedisConnections connections = TestRedis.connections(this.server.url());

    private final Shop shop = new Shop();

    private final Engine engine = Engine.with(this.shop)
        .broker(new RedisBroker(this.connections, RedisBroker.Options.DEFAULT, MessageCodec.standard(),
                TimeSource.system()))
        .results(new RedisResultBackend(this.connections,
                new RedisResultBackend.Options("", Duration.ofDays(1), Duration.ofDays(1), 100), TimeSource.system()))
        .build();

    private TaskWorker worker;

    @BeforeEach
    void work() {
        this.worker = this.engine.work(2);
    }

    @AfterEach
    void stop() {
        this.engine.close();
        this.connections.close();
        this.server.close();
    }

    @Test
    @Tag("G7")
    @Tag("S01")
    @Tag("S06")
    @Tag("S07")
    @Tag("S08")
    @DisplayName("G7 whatever cannot be run becomes a dead letter with its reason")
    void whateverCannotBeRunBecomesADeadLetter() {
        Map<String, byte[]> bad = bad();
        bad.values().forEach(this::push);
        assertThat(this.engine.tasks.delay(Shop::greet, "good").get(SOON)).isEqualTo("hello good");
        Awaitility.await().atMost(SOON).until(() -> letters().size() == bad.size());
        assertThat(letters()).allSatisfy((letter) -> assertThat(letter.reason()).isNotBlank()
            .doesNotContain("\n", "\r", "\u001b")
            .hasSizeLessThan(600));
        assertThat(bad).hasSizeGreaterThan(50);
        assertThat(this.shop.greeted).containsExactly("good");
        assertThat(this.worker.status().trouble()).isNull();
    }

    private static Map<String, byte[]> bad() {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        for (String text : List.of("", " ", "null", "[]", "1", "\"x\"", "{", "{}", "hello", "{\"body\":1}",
                "{\"body\":\"\"}", "{'body':''}", "[".repeat(100_000), "9".repeat(100_000), "\u0000",
                "\u001b[31m\r\n")) {
            bad.put("envelope " + text.substring(0, Math.min(20, text.length())), bytes(text));
        }
        bad.put("pickle", new byte[] { (byte) 0x80, 2, '}', 'q' });
        bad.put("invalid UTF-8", new byte[] { '{', '"', (byte) 0xff, '"', ':', '1', '}' });
        for (String type : List.of("application/x-python-serialize", "application/x-yaml", "application/x-msgpack",
                "application/x-java-serialized-object", "text/plain", "", "application/json; charset=utf-8")) {
            bad.put("content type " + type, message((message) -> message.put("content-type", type)));
        }
        for (String body : List.of("****", "W1", "W10=x", base64("hello"), base64(""), base64("[[\"a\"], {}"),
                base64("[[\"a\"], {}]"), base64("{}"), base64("[1, 2, 3]"), base64("[[\"a\\u0000"),
                base64("[[" + "[".repeat(10_000)), base64("[[" + "9".repeat(2_000) + "], {}, {}]"),
                base64("x".repeat(9_000_000)), base64("[[\"a\", \"b\"], {}, {}]"), base64("[[], {}, {}]"),
                base64("[[], {\"nome\": \"a\"}, {}]"))) {
            bad.put("body " + bad.size(), message((message) -> message.put("body", body)));
        }
        for (Object id : List.of("", "x".repeat(256), "a b", "a\nb", "../../etc/passwd", "a\u0000", "'; DROP TABLE x",
                "*", "\u202e", 7, List.of("a"), Map.of())) {
            bad.put("id " + bad.size(), header("id", id));
        }
        for (Object task : List.of("", 7, List.of(), Map.of("a", 1))) {
            bad.put("task " + bad.size(), header("task", task));
        }
        bad.put("no id", message((message) -> headers(message).remove("id")));
        bad.put("no task", message((message) -> headers(message).remove("task")));
        bad.put("headers are a list", message((message) -> message.put("headers", List.of())));
        bad.put("200 headers", message((message) -> {
            for (int i = 0; i < 200; i++) {
                headers(message).put("h" + i, i);
            }
        }));
        bad.put("headers of 70 kB", header("large", "x".repeat(70_000)));
        bad.put("unknown compression", header("compression", "application/x-nonsense"));
        bad.put("compression of another type", header("compression", 5));
        bad.put("bomb", message((message) -> {
            headers(message).put("compression", "application/x-gzip");
            message.put("body", Base64.getEncoder().encodeToString(deflated(new byte[50_000_000])));
        }));
        return bad;
    }

    /**
     * Of messages with one thing altered, those that a worker of Celery 5.2 or 5.6 runs.
     */
    @Test
    @DisplayName("whatever Celery's workers run is run here too")
    void whateverCelerysWorkersRunIsRunHereToo() {
        List<Consumer<Map<String, Object>>> changes = new ArrayList<>();
        for (String header : List.of("lang", "shadow", "eta", "expires", "group", "group_index", "retries", "timelimit",
                "root_id", "parent_id", "argsrepr", "kwargsrepr", "origin", "ignore_result")) {
            changes.add((message) -> headers(message).remove(header));
            changes.add((message) -> headers(message).put(header, null));
        }
        for (String property : List.of("correlation_id", "reply_to", "delivery_mode", "delivery_info", "priority",
                "delivery_tag")) {
            changes.add((message) -> map(message.get("properties")).remove(property));
        }
        for (Object limits : List.of(List.of(), List.of(5), Collections.nCopies(2, 100))) {
            changes.add((message) -> headers(message).put("timelimit", limits));
        }
        for (String eta : List.of("2020-01-01T00:00:00Z", "2020-01-01T00:00:00", "2020-01-01T00:00:00+0000",
                "2020-01-01T00:00:00.123456789+00:00", "2020-01-01T00:00+00:00")) {
            changes.add((message) -> headers(message).put("eta", eta));
        }
        for (String embed : List.of("{}", "null", "{\"unknown\": 1}")) {
            changes.add((message) -> message.put("body", base64("[[\"you\"], {}, " + embed + "]")));
        }
        changes.add((message) -> message.remove("content-encoding"));
        changes.add((message) -> map(message.get("properties")).put("delivery_tag", 5));
        changes.add((message) -> map(message.get("properties")).put("priority", null));
        changes.add((message) -> headers(message).put("unknown", Map.of("a", List.of(1))));
        changes.add((message) -> headers(message).put("lang", "java"));
        changes.add((message) -> headers(message).put("expires", "2999-01-01T00:00:00.123456789+00:00"));
        changes.add((message) -> {
            map(message.get("properties")).put("body_encoding", "utf-8");
            message.put("body", BODY);
        });
        for (int i = 0; i < changes.size(); i++) {
            String id = "id-" + i;
            push(message(changes.get(i).andThen((message) -> headers(message).put("id", id))));
        }
        Awaitility.await().atMost(SOON).until(() -> depth().ready() + depth().inFlight() == 0);
        assertThat(letters()).isEmpty();
        assertThat(this.shop.greeted).hasSize(changes.size());
    }

    @Test
    @Tag("S02")
    @Tag("S16")
    @DisplayName("S02 no name finds anything but a task")
    void noNameFindsAnythingButATask() {
        List<String> names = new ArrayList<>(List.of("java.lang.Runtime.exec", "#{T(java.lang.Runtime).exec('ls')}",
                "${java.version}", "../x", "shop", "shop.toString", "shop.getClass", "redisHostileTests.bad",
                "a\u0000b", "x".repeat(10_000), "SHOP.GREET"));
        for (int i = 0; i < 1_500; i++) {
            names.add("nobody.knows" + i);
        }
        names.forEach((name) -> push(header("task", name)));
        Awaitility.await().atMost(SOON).until(() -> {
            QueueDepth depth = depth();
            return depth.ready() + depth.inFlight() == 0 && depth.delayed() + letters().size() >= 1_000;
        });
        assertThat(depth().delayed() + deadLetters().count(null)).isEqualTo(names.size());
        assertThat(this.shop.greeted).isEmpty();
        assertThat(this.worker.status().unknownNames()).isLessThanOrEqualTo(1_000);
        assertThat(this.engine.tasks.delay(Shop::greet, "good").get(SOON)).isEqualTo("hello good");
    }

    @Test
    @Tag("S03")
    @DisplayName("S03 types come from the method")
    void typesComeFromTheMethod() {
        String value = "{\"@class\": \"java.net.URL\", \"@type\": \"java.net.URL\", \"__type__\": \"os.system\","
                + " \"x\": [\"java.io.File\", \"/etc/passwd\"]}";
        push(message((message) -> {
            headers(message).put("task", "shop.anything");
            message.put("body", base64("[[" + value + "], {}, {}]"));
        }));
        Awaitility.await().atMost(SOON).until(() -> this.shop.seen.size() == 1);
        assertThat(this.shop.seen.get(0)).isInstanceOf(Map.class)
            .isEqualTo(Map.of("@class", "java.net.URL", "@type", "java.net.URL", "__type__", "os.system", "x",
                    List.of("java.io.File", "/etc/passwd")));
    }

    @Test
    @Tag("S04")
    @DisplayName("S04 no text in Redis switches default typing on")
    void noTextInRedisSwitchesDefaultTypingOn() {
        // as mappers with default typing write and obey them
        Map<String, Object> hints = Map.of("[\"java.io.File\", \"/etc/passwd\"]",
                List.of("java.io.File", "/etc/passwd"), "[\"java.util.HashSet\", [1, [\"java.math.BigDecimal\", 2]]]",
                List.of("java.util.HashSet", List.of(1, List.of("java.math.BigDecimal", 2))),
                "{\"@class\": \"java.util.TreeMap\", \"a\": 1}", Map.of("@class", "java.util.TreeMap", "a", 1));
        hints.forEach((text, plain) -> {
            this.shop.seen.clear();
            push(message((message) -> {
                headers(message).put("task", "shop.anything");
                message.put("body", base64("[[" + text + "], {}, {}]"));
            }));
            Awaitility.await().atMost(SOON).until(() -> this.shop.seen.size() == 1);
            assertThat(this.shop.seen).containsExactly(plain);
            ask("SET", "celery-task-meta-told", "{\"task_id\": \"told\", \"status\": \"SUCCESS\", \"result\": " + text
                    + ", \"traceback\": null, \"children\": []}");
            assertThat(this.engine.tasks.result("told", Object.class).orElseThrow().get(SOON)).isEqualTo(plain);
        });
    }

    @Test
    @Tag("S15")
    @DisplayName("S15 no number of a sender's switches a limit off")
    void noNumberOfASendersSwitchesALimitOff() {
        List<byte[]> odd = new ArrayList<>();
        for (Object retries : List.of(-5, Long.MAX_VALUE, 1e300, "many", List.of())) {
            odd.add(header("retries", retries));
        }
        for (Object limits : List.of(List.of(-1, -1), List.of("a", "b"), List.of(1e300, 0), "none", Map.of())) {
            odd.add(header("timelimit", limits));
        }
        for (Object eta : List.of("9999-12-31T23:59:59+00:00", "yesterday", -1, "-999999999-01-01T00:00:00")) {
            odd.add(header("eta", eta));
            odd.add(header("expires", eta));
        }
        for (Object priority : List.of(-1, 99, "high", Map.of())) {
            odd.add(message((message) -> map(message.get("properties")).put("priority", priority)));
        }
        odd.forEach(this::push);
        assertThat(this.engine.tasks.delay(Shop::greet, "good").get(SOON)).isEqualTo("hello good");
        Awaitility.await().atMost(SOON).until(() -> depth().ready() + depth().inFlight() == 0);
        assertThat(this.shop.greeted.size() + letters().size() + depth().delayed()).isBetween(1L, odd.size() + 1L);
        assertThat(this.worker.status().trouble()).isNull();
    }

    @Test
    @Tag("S05")
    @DisplayName("S05 what waits, what was held and what is replayed is checked like any other")
    void whatWaitsIsCheckedLikeAnyOther() {
        ask("ZADD", "taskqueue:delayed:taskqueue", "1", "0{\"body\":1}");
        ask("ZADD", "taskqueue:due", "1", "taskqueue");
        ask("HSET", "taskqueue:held:dead", "1:1:0:taskqueue", "{\"body\":2}");
        ask("SADD", "taskqueue:abandoned", "dead");
        Awaitility.await().atMost(SOON).until(() -> letters().size() == 2);
        deadLetters().replay(letters().stream().map(DeadLetter::id).toList());
        assertThat(this.engine.tasks.delay(Shop::greet, "good").get(SOON)).isEqualTo("hello good");
        assertThat(letters()).hasSize(2);
    }

    @Test
    @Tag("S09")
    @Tag("S10")
    @DisplayName("S09 a sender cannot choose where a worker writes")
    void senderCannotChooseWhereAWorkerWrites() {
        assertThat(this.engine.tasks.delay(Shop::greet, "good").get(SOON)).isEqualTo("hello good");
        Set<String> before = keys();
        push(message((message) -> {
            Map<String, Object> properties = map(message.get("properties"));
            properties.put("reply_to", "victim-reply");
            properties.put("correlation_id", "victim-correlation");
            properties.put("delivery_info", Map.of("exchange", "victim-exchange", "routing_key", "victim-key"));
            headers(message).put("replied_to", "http://victim.example");
            headers(message).put("result_backend", "redis://victim.example/0");
            headers(message).put("group", "victim-group");
            headers(message).put("origin", "jndi:ldap://victim.example/x");
        }));
        Awaitility.await().atMost(SOON).until(() -> this.engine.results.find(Set.of("an-id")).size() == 1);
        Set<String> after = keys();
        after.removeAll(before);
        assertThat(after).containsExactly("celery-task-meta-an-id");
        assertThat(this.shop.greeted).containsExactly("good", "you");
    }

    private Set<String> keys() {
        Set<String> keys = new TreeSet<>(this.server.cli("KEYS", "*").lines().toList());
        keys.removeIf((key) -> key.startsWith("taskqueue:held:"));
        return keys;
    }

    private void ask(String... words) {
        this.server.cli(words);
    }

    private void push(byte[] raw) {
        this.connections.call((redis) -> redis.lpush(RedisKeys.bytes("taskqueue"), raw));
    }

    private DeadLetters deadLetters() {
        return this.engine.broker.capability(DeadLetters.class).orElseThrow();
    }

    private List<DeadLetter> letters() {
        return deadLetters().list(null, 0, 1_000);
    }

    private QueueDepth depth() {
        return this.engine.broker.capability(QueueInspection.class).orElseThrow().depths(List.of("taskqueue")).get(0);
    }

    private static byte[] header(String name, Object value) {
        return message((message) -> headers(message).put(name, value));
    }

    /** A message that would run, with one change. */
    private static byte[] message(Consumer<Map<String, Object>> change) {
        Map<String, Object> headers = new LinkedHashMap<>(Map.of("task", "shop.greet", "id", "an-id", "lang", "py"));
        Map<String, Object> properties = new LinkedHashMap<>(
                Map.of("body_encoding", "base64", "delivery_tag", "a-tag", "priority", 0));
        Map<String, Object> message = new LinkedHashMap<>(Map.of("body", base64(BODY), "content-type",
                "application/json", "content-encoding", "utf-8", "headers", headers, "properties", properties));
        change.accept(message);
        return JsonMapper.shared().writeValueAsBytes(message);
    }

    private static Map<String, Object> headers(Map<String, Object> message) {
        return map(message.get("headers"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    static class Shop {

        final List<String> greeted = Collections.synchronizedList(new ArrayList<>());

        final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

        @SharedTask
        String greet(String name) {
            this.greeted.add(name);
            return "hello " + name;
        }

        @SharedTask
        void anything(Object value) {
            this.seen.add(value);
        }

    }

}
