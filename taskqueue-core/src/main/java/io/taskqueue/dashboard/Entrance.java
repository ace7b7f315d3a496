package io.taskqueue.dashboard;

import java.security.Principal;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

/** Decides who comes in, by the request and never by its path. */
@FunctionalInterface
public interface Entrance {

    /**
     * Who asks.
     * @throws TurnedAwayException if they may not look
     */
    Caller admit(HttpServletRequest request);

    /**
     * Those whom the application has logged in and who have one of these roles.
     * @param viewRoles who may look; empty for everybody who is logged in
     * @param actRoles who may look and act; empty for everybody who may look
     */
    static Entrance forRoles(Set<String> viewRoles, Set<String> actRoles) {
        return (request) -> {
            Principal principal = request.getUserPrincipal();
            if (principal == null) {
                throw new TurnedAwayException(401, "Log in to see the tasks");
            }
            boolean operator = !actRoles.isEmpty() && has(request, actRoles);
            if (!operator && !viewRoles.isEmpty() && !has(request, viewRoles)) {
                throw new TurnedAwayException(403, "Your account has none of the roles that may see the tasks");
            }
            return new Caller(principal.getName(), operator || actRoles.isEmpty());
        };
    }

    /** Whoever sits at this machine, with no proxy in between. */
    static Entrance forThisMachine() {
        return (request) -> {
            if (!LocalRequests.isLocal(request)) {
                throw new TurnedAwayException(403,
                        "Without Spring Security the dashboard answers only requests that come"
                                + " from its own machine, to a name such as localhost and through no proxy");
            }
            return new Caller("local", true);
        };
    }

    /** Everybody: somebody else keeps the door. */
    static Entrance open() {
        return (request) -> {
            Principal principal = request.getUserPrincipal();
            return new Caller((principal != null) ? principal.getName() : "anonymous", true);
        };
    }

    private static boolean has(HttpServletRequest request, Set<String> roles) {
        return roles.stream().anyMatch(request::isUserInRole);
    }

}
