package io.taskqueue.dashboard;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.util.UriUtils;

import io.taskqueue.TaskTemplate;
import io.taskqueue.beat.ScheduleOperations;
import io.taskqueue.beat.ScheduleSpec;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.ControlWire;
import io.taskqueue.message.TaskId;
import io.taskqueue.result.Progress;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a value says, the browser shows it and does not do it. */
@Tag("S28")
class InjectionTests {

    private static final List<String> PAYLOADS = List.of("<script>hit()</script>", "<img src=x onerror=hit()>",
            "<svg onload=hit()>", "\"><script>hit()</script>", "'><img src=x onerror=hit()>", "<body onload=hit()>",
            "<iframe src=javascript:hit()>", "<a href=javascript:hit()>x</a>", "javascript:hit()",
            "<details open ontoggle=hit()>", "<input autofocus onfocus=hit()>", "<video><source onerror=hit()>",
            "<math><mtext><img src=x onerror=hit()>", "<style>@import 'x';</style>", "<style onload=hit()>",
            "</title><script>hit()</script>", "</script><script>hit()</script>",
            "<template><script>hit()</script></template>", "<object data=javascript:hit()>",
            "<embed src=javascript:hit()>", "<base href=//evil.example/>", "<meta http-equiv=refresh content=0;url=x>",
            "<form action=javascript:hit()><button>", "<link rel=stylesheet href=x onerror=hit()>", "${hit()}",
            "{{constructor.constructor('hit()')()}}", "`${hit()}`", "\" onmouseover=\"hit()",
            "' autofocus onfocus='hit()", "\u003cimg src=x onerror=hit()\u003e", "<ScRiPt>hit()</sCrIpT>",
            "<div style=\"background:url(javascript:hit())\">");

    private static Site site;

    private static Browser browser;

    private static final List<String> ids = new ArrayList<>();

    @BeforeAll
    static void open() {
        site = Site.open(List.of(Neighbourhood.class), "taskqueue.dashboard.show-values=viewers",
                "taskqueue.dashboard.environment=<script>hit()</script>",
                "spring.application.name=<img src=x onerror=hit()>");
        PAYLOADS.forEach(InjectionTests::store);
        PAYLOADS.forEach((payload) -> site.bean(ScheduleOperations.class)
            .save(payload, ScheduleSpec.of("shop.explode", "PT24H")
                .arguments("[" + JsonMapper.shared().writeValueAsString(payload) + "]", "{}")));
        PAYLOADS.forEach((payload) -> site.bean(TaskTemplate.class).delay(payload, payload));
        browser = Browser.start();
    }

    /** A task that says it in each of its fields. */
    private static void store(String payload) {
        String json = JsonMapper.shared().writeValueAsString(payload);
        TaskDetails details = new TaskDetails(payload, payload, 5, "[" + json + "]", "{" + json + ":" + json + "}",
                payload, payload, payload, payload, null, null);
        TaskRun run = new TaskRun(1, 1, "t");
        Instant now = Instant.now();
        String failed = TaskId.random();
        String running = TaskId.random();
        String ended = TaskId.random();
        site.bean(ResultBackend.class)
            .store(List.of(
                    TaskResult.of(failed, TaskState.FAILURE, run, now, details)
                        .by(payload)
                        .error(new TaskError(payload, payload, payload)),
                    TaskResult
                        .of(running, TaskState.of(payload.substring(0, Math.min(50, payload.length()))), run, now,
                                details)
                        .by(payload)
                        .value(json)
                        .progress(new Progress(1, 2, payload)),
                    TaskResult.of(ended, TaskState.SUCCESS, run, now, details).by(payload).value(json)));
        ids.addAll(List.of(failed, running, ended));
    }

    @AfterAll
    static void close() {
        browser.close();
        site.close();
    }

    @Test
    void noValueIsDone() {
        browser.open("http://localhost:" + site.port() + "/taskqueue/");
        browser.script("window.hits = 0; window.hit = () => window.hits++");
        browser.sees("slots free");
        browser.go("workers");
        browser.sees("Other workers");
        browser.sees("py-celery " + PAYLOADS.get(0));
        List<String> views = new ArrayList<>(List.of("", "tasks", "tasks?state=FAILURE", "queues", "workers",
                "dead-letters", "schedules", "tasks/" + "%3Cscript%3Ehit()%3C%2Fscript%3E",
                "tasks?text=%3Cimg%20src%3Dx%20onerror%3Dhit()%3E&task=%22%3E%3Cscript%3Ehit()%3C%2Fscript%3E"));
        ids.forEach((id) -> views.add("tasks/" + id));
        PAYLOADS.forEach((payload) -> views
            .add("schedules/" + UriUtils.encodePathSegment(payload, StandardCharsets.UTF_8).replace("'", "%27")));
        for (String view : views) {
            browser.go(view);
            assertThat(browser.script("return window.hits")).as(view).isEqualTo(0L);
            assertThat(browser.script("""
                    return [...document.querySelectorAll('main *, nav *')].filter((each) =>
                        ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'LINK', 'META', 'BASE', 'VIDEO', 'FORM']
                            .includes(each.tagName) || (each.tagName === 'IMG' && !each.src.endsWith('/icon.svg'))
                        || (each.href?.startsWith?.('javascript:') ?? false)
                        || [...each.attributes].some(({ name }) => name.startsWith('on'))).length""")).as(view)
                .isEqualTo(0L);
        }
        assertThat(browser.complaints()).allMatch((line) -> line.contains("400"));
    }

    @Test
    void scriptWrittenIntoThePageIsRefusedByItsPolicy() {
        browser.open("http://localhost:" + site.port() + "/taskqueue/");
        browser.sees("slots free");
        browser.script("""
                window.hits = 0;
                window.hit = () => window.hits++;
                const script = document.createElement('script');
                try { script.textContent = 'hit()'; } catch { /* trusted types */ }
                document.body.append(script);""");
        assertThat(browser.script("return window.hits")).isEqualTo(0L);
        assertThat(browser.complaints()).isNotEmpty();
    }

    /** Other workers whose names and versions say it. */
    @Configuration(proxyBeanMethods = false)
    static class Neighbourhood {

        @Bean
        ControlWire hostileWire() {
            return new ControlWire() {

                @Override
                public Broadcast.Subscription listen(Consumer<Message> requests, Consumer<Message> events) {
                    PAYLOADS.forEach((payload) -> events.accept(new Message(Map.of(),
                            JsonMapper.shared()
                                .writeValueAsBytes(Map.of("type", "worker-heartbeat", "hostname", payload, "freq", 300,
                                        "sw_ident", "py-celery", "sw_ver", payload)))));
                    return () -> {
                        // there is nothing to leave
                    };
                }

                @Override
                public void answer(String key, Message answer) {
                    throw new AssertionError("Nobody asked");
                }

                @Override
                public void tell(String key, Message event) {
                    assertThat(key).startsWith("worker.");
                }

                @Override
                public void close() {
                    // there is nothing to close
                }

            };
        }

    }

}
