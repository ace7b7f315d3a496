package io.taskqueue.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The ways to a server, tried one after the other. Where none leads to one, the test
 * fails and says what was tried; a test that was skipped would look like one that passed.
 */
final class Ladder<S> {

    private final String wanted;

    private final List<Rung<S>> rungs = new ArrayList<>();

    Ladder(String wanted) {
        this.wanted = wanted;
    }

    Ladder<S> rung(String name, Callable<S> way) {
        this.rungs.add(new Rung<>(name, way));
        return this;
    }

    S climb(String cure) {
        List<String> tried = new ArrayList<>();
        for (Rung<S> rung : this.rungs) {
            try {
                return rung.way().call();
            }
            catch (NotHere absent) {
                tried.add(rung.name() + ": " + absent.getMessage());
            }
            catch (Exception | LinkageError failure) {
                tried.add(rung.name() + ": " + failure);
            }
        }
        throw new IllegalStateException("No " + this.wanted + " to test with. Tried, in this order:\n  - "
                + String.join("\n  - ", tried) + "\n" + cure);
    }

    private record Rung<S>(String name, Callable<S> way) {
    }

    /** Says that a rung is missing, without a story. */
    static final class NotHere extends Exception {

        NotHere(String why) {
            super(why);
        }

    }

}
