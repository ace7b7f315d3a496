package io.taskqueue.servers;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LadderTests {

    @Test
    void stopsAtTheFirstRungThatHolds() {
        String server = new Ladder<String>("Server").rung("first", () -> {
            throw new IOException("broken");
        }).rung("second", () -> "second").rung("third", () -> {
            throw new AssertionError("not reached");
        }).climb("cure");
        assertThat(server).isEqualTo("second");
    }

    @Test
    void failsWithEveryRungItTriedAndTheCure() {
        Ladder<String> ladder = new Ladder<String>("Server").rung("first", () -> {
            throw new Ladder.NotHere("not set");
        }).rung("second", () -> {
            throw new NoClassDefFoundError("some/Artifact");
        });
        assertThatIllegalStateException().isThrownBy(() -> ladder.climb("Install one."))
            .withMessageContainingAll("No Server", "first: not set", "second", "some/Artifact", "Install one.");
    }

    @Test
    void eachCallerGetsADatabaseOfItsOwn() {
        TestDatabase one = PostgresServer.database();
        TestDatabase other = PostgresServer.database();
        one.execute("create table only_here (id integer)");
        assertThatIllegalStateException().isThrownBy(() -> other.execute("select * from only_here"));
    }

}
