package io.taskqueue.dashboard;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessor;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.taskqueue.TaskCatalog;
import io.taskqueue.console.Reader;
import io.taskqueue.console.ResultsQuery;
import io.taskqueue.console.ScheduleEdit;
import io.taskqueue.console.StackView;
import io.taskqueue.console.TaskConsole;
import io.taskqueue.console.Viewer;
import io.taskqueue.console.WorkflowView;

/** The JSON behind the page: the console's views, and what only a page needs. */
final class Api {

    private final TaskConsole console;

    private final Reader reader;

    private final TaskCatalog catalog;

    private final Pulse pulse;

    private final DashboardOptions options;

    Api(TaskConsole console, TaskCatalog catalog, Pulse pulse, DashboardOptions options) {
        this.console = console;
        this.reader = console.reader();
        this.catalog = catalog;
        this.pulse = pulse;
        this.options = options;
    }

    ServerResponse me(ServerRequest request) {
        Caller caller = Door.caller(request);
        Viewer viewer = caller.viewer(this.options.showValues());
        Map<String, String> headers = new LinkedHashMap<>();
        String token = Forgeries.token(request);
        headers.put(Forgeries.HEADER, token);
        springSecurity(request, headers);
        List<String> tasks = this.catalog.all().stream().map((task) -> task.name()).sorted().toList();
        MeView me = new MeView(this.options.application(), this.options.environment(), caller.name(), mayAct(caller),
                this.options.readOnly(), viewer.instead(), viewer.seesValues(), headers, this.reader.abilities(),
                this.console.schedules().open(), tasks);
        return Answers.json(200)
            .header("Set-Cookie", Forgeries.cookie(request, token).toString())
            .body(Answers.text(me));
    }

    /** By its names, so that nothing here needs Spring Security. */
    private static void springSecurity(ServerRequest request, Map<String, String> headers) {
        Object csrf = request.servletRequest().getAttribute("_csrf");
        if (csrf != null) {
            PropertyAccessor token = PropertyAccessorFactory.forBeanPropertyAccess(csrf);
            headers.put(String.valueOf(token.getPropertyValue("headerName")),
                    String.valueOf(token.getPropertyValue("token")));
        }
    }

    private boolean mayAct(Caller caller) {
        return caller.mayAct() && !this.options.readOnly();
    }

    ServerResponse overview(ServerRequest request) {
        return Answers.data(this.pulse.overview());
    }

    ServerResponse series(ServerRequest request) {
        return Answers.data(this.pulse.series("hours".equals(param(request, "range"))));
    }

    ServerResponse stream(ServerRequest request) {
        return this.pulse.stream().join(() -> Answers.text(this.pulse.overview()));
    }

    ServerResponse tasks(ServerRequest request) {
        ActionRequest.Filter filter = new ActionRequest.Filter(param(request, "state"), param(request, "task"),
                param(request, "queue"), param(request, "worker"), param(request, "group"), param(request, "text"),
                instant(param(request, "from")), instant(param(request, "to")));
        ResultsQuery query = new ResultsQuery(filter.filter(), param(request, "after"), limit(request));
        return Answers.data(this.reader.results(query, viewer(request)));
    }

    ServerResponse task(ServerRequest request) {
        Object task = this.reader.task(request.pathVariable("id"), viewer(request));
        return (task != null) ? Answers.data(task) : Answers.problem(404, "There is no such task");
    }

    /** Without frames where the task does not run in this process. */
    ServerResponse stack(ServerRequest request) {
        String id = request.pathVariable("id");
        StackView stack = this.reader.stack(id, viewer(request));
        return Answers.data((stack != null) ? stack : new StackView(id, List.of()));
    }

    /** Most tasks belong to none, and that is no mistake of whoever asks. */
    ServerResponse workflow(ServerRequest request) {
        String id = request.pathVariable("id");
        WorkflowView workflow = this.console.workflows().one(id);
        return Answers.data((workflow != null) ? workflow : new WorkflowView(id, List.of(), List.of()));
    }

    ServerResponse queues(ServerRequest request) {
        return Answers.data(this.reader.queues());
    }

    ServerResponse workers(ServerRequest request) {
        return Answers.data(this.reader.workers());
    }

    ServerResponse deadLetters(ServerRequest request) {
        return Answers
            .data(this.reader.deadLetters(param(request, "queue"), number(request, "offset"), limit(request)));
    }

    /** All, or one: its name may hold what a path may not. */
    ServerResponse schedules(ServerRequest request) {
        String name = param(request, "name");
        Object found = (name != null) ? this.console.schedules().one(name, viewer(request)) : this.console.schedules()
            .list(param(request, "text"), number(request, "offset"), limit(request), viewer(request));
        return (found != null) ? Answers.data(found) : Answers.problem(404, "There is no such schedule");
    }

    ServerResponse act(ServerRequest request) throws IOException {
        Caller caller = Door.caller(request);
        if (!mayAct(caller)) {
            throw new TurnedAwayException(403,
                    this.options.readOnly() ? "This dashboard only looks" : "Your account may look and not act");
        }
        ActionRequest asked = ActionRequest.of(request);
        String action = Objects.requireNonNull(asked.action());
        if (asked.filter() != null) {
            return Answers
                .data(this.console.bulkActions().actOnMatching(caller.name(), asked.query(asked.filter()), action));
        }
        ScheduleEdit edit = asked.edit();
        String section = request.pathVariable("section");
        return Answers.data(this.console.bulkActions()
            .act(caller.name(), section.equals("tasks") ? "results" : section, Objects.requireNonNull(asked.ids()),
                    action, (edit != null) ? edit : ScheduleEdit.NONE));
    }

    private Viewer viewer(ServerRequest request) {
        return Door.caller(request).viewer(this.options.showValues());
    }

    private static @Nullable String param(ServerRequest request, String name) {
        return request.param(name).filter((value) -> !value.isBlank()).orElse(null);
    }

    private static int limit(ServerRequest request) {
        return Reader.limit(number(request, "limit"));
    }

    private static @Nullable Integer number(ServerRequest request, String name) {
        String value = param(request, name);
        try {
            return (value != null) ? Integer.valueOf(value) : null;
        }
        catch (NumberFormatException words) {
            throw new TurnedAwayException(400, name + " is a number");
        }
    }

    private static @Nullable Instant instant(@Nullable String value) {
        try {
            return (value != null) ? Instant.parse(value) : null;
        }
        catch (DateTimeException words) {
            throw new TurnedAwayException(400, "from and to are moments such as 2026-01-31T00:00:00Z");
        }
    }

}
