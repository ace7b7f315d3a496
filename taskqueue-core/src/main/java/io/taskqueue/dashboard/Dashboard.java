package io.taskqueue.dashboard;

import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import io.taskqueue.TaskCatalog;
import io.taskqueue.console.BulkView;
import io.taskqueue.console.DeadLettersView;
import io.taskqueue.console.OverviewView;
import io.taskqueue.console.ProblemView;
import io.taskqueue.console.QueuesView;
import io.taskqueue.console.ResultsView;
import io.taskqueue.console.SchedulesView;
import io.taskqueue.console.TaskConsole;
import io.taskqueue.console.WorkersView;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.message.TimeSource;

/**
 * A window on tasks, inside the application: a page, and the JSON behind it. It takes
 * part in the life of the context, so that it takes leave of its viewers before the web
 * server waits for them.
 */
public final class Dashboard implements SmartLifecycle {

    private final DashboardOptions options;

    private final Entrance entrance;

    private final Pulse pulse;

    private final Api api;

    private volatile boolean running;

    /**
     * @param console what is to be seen and done
     * @param catalog the tasks of this process
     * @param entrance who comes in
     */
    public Dashboard(TaskConsole console, TaskCatalog catalog, Entrance entrance, DashboardOptions options,
            TimeSource time) {
        this.options = options;
        this.entrance = entrance;
        this.pulse = new Pulse(console.reader(), time);
        this.api = new Api(console, catalog, this.pulse, options);
    }

    /** The types of all that it reads and writes as JSON, for a native image. */
    public static Class<?>[] documents() {
        return new Class<?>[] { MeView.class, ActionRequest.class, SeriesView.class, OverviewView.class,
                ResultsView.class, QueuesView.class, SchedulesView.class, WorkersView.class, DeadLettersView.class,
                BulkView.class, ProblemView.class };
    }

    /** All that it answers. */
    public RouterFunction<ServerResponse> routes() {
        PageFiles files = new PageFiles();
        // not nested: Spring cannot nest below both a context path and a servlet path
        String here = this.options.path();
        String api = here + "/api";
        return RouterFunctions.route()
            .GET(here, files::page)
            .GET(here + "/", files::page)
            .GET(here + "/{file:[a-z0-9-]+\\.[a-z]+}", files::file)
            .GET(api + "/me", this.api::me)
            .GET(api + "/overview", this.api::overview)
            .GET(api + "/series", this.api::series)
            .GET(api + "/stream", this.api::stream)
            .GET(api + "/tasks", this.api::tasks)
            .GET(api + "/tasks/{id}", this.api::task)
            .GET(api + "/workflows/{id}", this.api::workflow)
            .GET(api + "/stacks/{id}", this.api::stack)
            .GET(api + "/queues", this.api::queues)
            .GET(api + "/workers", this.api::workers)
            .GET(api + "/dead-letters", this.api::deadLetters)
            .GET(api + "/schedules", this.api::schedules)
            .POST(api + "/{section:tasks|queues|dead-letters|schedules|workflows}", this.api::act)
            .filter(new Door(this.entrance))
            .build();
    }

    /** Takes note of what became of a task. */
    @EventListener
    public void on(TaskEvent event) {
        this.pulse.hear(event);
    }

    @Override
    public void start() {
        this.pulse.start();
        this.running = true;
    }

    @Override
    public void stop() {
        this.running = false;
        this.pulse.stop();
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

}
