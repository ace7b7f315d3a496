package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskTemplate;
import io.taskqueue.control.Neighbour;
import io.taskqueue.control.RemoteControl;
import io.taskqueue.result.TaskState;
import io.taskqueue.servers.Celery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Python's Celery looks at our worker and steers it, over one kind of broker. */
abstract class CeleryToolsContract {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String NODE = "java@here";

    private final String queue = "shop-" + UUID.randomUUID();

    /** Where the tasks of Python and of ours travel. */
    abstract String broker();

    /** Where their results are, in Redis. */
    abstract String results();

    @Test
    void statusAndInspectSeeOurWorker() {
        worker().run((context) -> {
            Busy busy = Busy.in(context);
            assertThat(cli("status")).contains(NODE + ": OK", "1 node online");
            JsonNode seen = inspect("""
                    seen = app.control.inspect(timeout=3, limit=1)
                    print(json.dumps({name: getattr(seen, name)() for name in
                        ['active', 'reserved', 'scheduled', 'registered', 'stats', 'active_queues', 'revoked', 'clock',
                         'report', 'conf']} | {'query': seen.query_task('%s', '%s', 'nobody')}))
                    """.formatted(busy.running().id(), busy.waiting().id()));
            JsonNode active = seen.at("/active/" + NODE + "/0");
            assertThat(active.at("/id").asString()).isEqualTo(busy.running().id());
            assertThat(active.at("/name").asString()).isEqualTo("shop.wait");
            assertThat(active.at("/time_start").asDouble()).isGreaterThan(1e9);
            assertThat(active.at("/delivery_info/routing_key").asString()).isEqualTo(this.queue);
            assertThat(active.toString()).doesNotContain("secret");
            assertThat(seen.at("/reserved/" + NODE).size()).isZero();
            assertThat(seen.at("/scheduled/" + NODE).size()).isZero();
            assertThat(seen.at("/registered/" + NODE).toString()).contains("shop.wait", "shop.count");
            assertThat(seen.at("/stats/" + NODE + "/pool/max-concurrency").asInt()).isEqualTo(1);
            assertThat(seen.at("/stats/" + NODE + "/total/shop.wait").asInt()).isEqualTo(1);
            assertThat(seen.at("/active_queues/" + NODE + "/0/name").asString()).isEqualTo(this.queue);
            assertThat(seen.at("/query/" + NODE + "/" + busy.running().id() + "/0").asString()).isEqualTo("active");
            assertThat(seen.at("/query/" + NODE).size()).isEqualTo(1);
            assertThat(seen.at("/conf/" + NODE + "/worker_concurrency").asInt()).isEqualTo(1);
            assertThat(seen.at("/report/" + NODE + "/ok").asString()).contains("software -> taskqueue");
            busy.end();
        });
    }

    @Test
    @Tag("S22")
    void whatChangesSomethingIsRefusedUnlessAllowed() {
        worker().run((context) -> {
            Busy busy = Busy.in(context);
            JsonNode answers = inspect("""
                    def ask(method, **arguments):
                        return app.control.broadcast(method, arguments=arguments, reply=True, timeout=3, limit=1)
                    print(json.dumps([ask('revoke', task_id='%1$s', terminate=True), ask('terminate', task_id='%1$s'),
                        ask('enable_events'), ask('disable_events'), ask('shutdown'), ask('nonsense')]))
                    """.formatted(busy.running().id()));
            List<String> methods = List.of("revoke", "terminate", "enable_events", "disable_events");
            for (int i = 0; i < methods.size(); i++) {
                assertThat(answers.at("/" + i + "/0/" + NODE + "/error").asString())
                    .contains("taskqueue.control.allow=" + methods.get(i));
            }
            assertThat(answers.at("/5/0/" + NODE + "/error").asString()).isEqualTo("KeyError('nonsense')");
            assertThat(context.getSourceApplicationContext().isActive()).isTrue();
            busy.end();
            assertThat(busy.running().get(SOON)).isEqualTo("done");
        });
    }

    @Test
    void allowedCommandsAreObeyed() {
        allowing("revoke,enable_events,disable_events").run((context) -> {
            Busy busy = Busy.in(context);
            JsonNode answers = inspect("""
                    def ask(method, **arguments):
                        return app.control.broadcast(method, arguments=arguments, reply=True, timeout=3, limit=1)
                    print(json.dumps([ask('revoke', task_id=['%1$s']), ask('revoke', task_id='%2$s', terminate=True),
                        ask('enable_events'), ask('enable_events'), ask('disable_events'),
                        app.control.inspect(timeout=3, limit=1).revoked()]))
                    """.formatted(busy.waiting().id(), busy.running().id()));
            assertThat(answers.at("/0/0/" + NODE + "/ok").asString())
                .isEqualTo("tasks " + busy.waiting().id() + " flagged as revoked");
            assertThat(answers.at("/1/0/" + NODE + "/ok").asString()).isEqualTo("terminate: " + busy.running().id());
            assertThat(answers.at("/2/0/" + NODE + "/ok").asString()).isEqualTo("task events enabled");
            assertThat(answers.at("/3/0/" + NODE + "/ok").asString()).isEqualTo("task events already enabled");
            assertThat(answers.at("/4/0/" + NODE + "/ok").asString()).isEqualTo("task events disabled");
            assertThat(answers.at("/5/" + NODE).toString()).contains(busy.waiting().id(), busy.running().id());
            await().atMost(SOON).until(() -> busy.running().state().equals(TaskState.REVOKED));
            await().atMost(SOON).until(() -> busy.waiting().state().equals(TaskState.REVOKED));
        });
    }

    @Test
    void shutdownEndsTheApplicationWhereItIsAllowed() {
        allowing("shutdown").run((context) -> {
            cli("control shutdown");
            ConfigurableApplicationContext source = context.getSourceApplicationContext();
            await().atMost(SOON).until(() -> !source.isActive());
        });
    }

    @Test
    void eventsTellOfTheWorkerAndItsTasks() {
        worker().withPropertyValues("taskqueue.control.events=true").run((context) -> {
            String dumped = python("""
                    import subprocess, sys, threading
                    dump = subprocess.Popen([sys.executable, '-m', 'celery', '-A', 'tasks', 'events', '--dump'],
                                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1)
                    lines = []
                    def read():
                        for line in dump.stdout:
                            lines.append(line.strip())
                    threading.Thread(target=read, daemon=True).start()
                    end = time.time() + 30
                    while time.time() < end and not any('heartbeat' in line for line in lines):
                        time.sleep(0.1)
                    for number in range(3):
                        app.send_task('shop.count', [number], queue='%s')
                    while time.time() < end and sum('succeeded' in line for line in lines) < 3:
                        time.sleep(0.1)
                    dump.terminate()
                    print(' | '.join(lines))
                    """.formatted(this.queue));
            assertThat(dumped).contains(NODE + " [", "heartbeat", "task received: shop.count(", "task started",
                    "task succeeded");
        });
    }

    @Test
    void pythonWorkersAreNeighbours() {
        worker().run((context) -> {
            RemoteControl control = context.getBean(RemoteControl.class);
            try (Celery python = Celery.sociable(broker(), results(), "celery", "-n", "python@here")) {
                await().atMost(SOON)
                    .until(() -> control.neighbours()
                        .stream()
                        .anyMatch((each) -> each.name().equals("python@here")
                                && each.software().startsWith("py-celery")));
                assertThat(cli("status")).contains(NODE + ": OK", "python@here: OK", "2 nodes online");
                assertThat(python.log()).doesNotContain("Traceback").contains("sync with 1 nodes");
            }
            await().atMost(SOON).until(control::neighbours, List<Neighbour>::isEmpty);
        });
    }

    private ApplicationContextRunner worker() {
        return Contexts.plain()
            .withUserConfiguration(Application.class)
            .withPropertyValues("taskqueue.broker.url=" + broker(), "taskqueue.result.url=" + results(),
                    "taskqueue.worker.name=" + NODE, "taskqueue.default-queue=" + this.queue,
                    "taskqueue.worker.concurrency=1");
    }

    private ApplicationContextRunner allowing(String commands) {
        return worker().withPropertyValues("taskqueue.control.allow=" + commands);
    }

    private String cli(String command) {
        return python("""
                import subprocess, sys
                done = subprocess.run([sys.executable, '-m', 'celery', '-A', 'tasks', *'%s'.split()],
                                      capture_output=True, text=True)
                print(' | '.join((done.stdout + done.stderr).split('\\n')))
                """.formatted(command));
    }

    /** What is asked before our worker listens is lost, as it is with Celery's. */
    private String python(String snippet) {
        return Celery.run(broker(), results(), """
                end = time.time() + 30
                while not app.control.inspect(timeout=0.5, destination=['%s']).ping() and time.time() < end:
                    pass
                """.formatted(NODE) + snippet);
    }

    private JsonNode inspect(String snippet) {
        return JsonMapper.shared().readTree(python(snippet));
    }

    /**
     * A worker of one slot, which is taken.
     *
     * @param tasks what it runs
     * @param running the task that has the slot
     * @param waiting the one that waits for it
     */
    private record Busy(Tasks tasks, AsyncResult<Object> running, AsyncResult<Object> waiting) {

        static Busy in(ApplicationContext context) {
            TaskTemplate template = context.getBean(TaskTemplate.class);
            Tasks tasks = context.getBean(Tasks.class);
            AsyncResult<Object> running = template.delay("shop.wait", "secret");
            await().atMost(SOON).until(() -> tasks.began.get() == 1);
            return new Busy(tasks, running, template.delay("shop.wait", "secret"));
        }

        void end() {
            this.tasks.ended.countDown();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        Tasks tasks() {
            return new Tasks();
        }

    }

    /** What it does in the background. */
    static class Tasks {

        private final AtomicInteger began = new AtomicInteger();

        private final CountDownLatch ended = new CountDownLatch(1);

        @SharedTask("shop.wait")
        String waiting(String what) throws InterruptedException {
            this.began.incrementAndGet();
            this.ended.await();
            return "done";
        }

        @SharedTask("shop.count")
        int count(int number) {
            return number;
        }

    }

}
