package io.taskqueue.dashboard;

import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Stands before everything that the dashboard serves: whatever path a request took, it
 * comes by here.
 */
final class Door implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final String CALLER = Door.class.getName() + ".caller";

    private final Entrance entrance;

    private final Forgeries forgeries = new Forgeries();

    Door(Entrance entrance) {
        this.entrance = entrance;
    }

    /** Who was let in with this request. */
    static Caller caller(ServerRequest request) {
        return (Caller) request.attribute(CALLER).orElseThrow();
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        return new GuardedResponse(answer(request, next));
    }

    private ServerResponse answer(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        try {
            request.attributes().put(CALLER, this.entrance.admit(request.servletRequest()));
            if (!request.method().equals(HttpMethod.GET)) {
                this.forgeries.refuse(request);
            }
            return next.handle(request);
        }
        catch (TurnedAwayException stranger) {
            return Answers.problem(stranger.status(), stranger.reason());
        }
        catch (RuntimeException failure) {
            return Answers.problem(failure);
        }
    }

}
