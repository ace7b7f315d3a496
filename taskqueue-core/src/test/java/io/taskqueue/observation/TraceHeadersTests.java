package io.taskqueue.observation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S42")
class TraceHeadersTests {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void wellFormedParentPasses() {
        assertThat(TraceHeaders.acceptable("traceparent", PARENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "00", "4bf92f3577b34da6a3ce929d0e0e4736",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\n",
            "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
            "00-${jndi:ldap://x/a}77b34da6a3ce929d0-00f067aa0ba902b7-01" })
    void malformedParentStaysOut(String value) {
        assertThat(TraceHeaders.acceptable("traceparent", value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "congo=t61rcWkgMzE", "rojo=00f067aa0ba902b7, congo=t61rcWkgMzE", "fw529a3039@dt=FfU4" })
    void wellFormedStatePasses(String value) {
        assertThat(TraceHeaders.acceptable("tracestate", value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", ",", "congo", "=x", "congo=", "Congo=1", "a=b=c", "a=b,,c=d", "a=\u0007", "a=é" })
    void malformedStateStaysOut(String value) {
        assertThat(TraceHeaders.acceptable("tracestate", value)).isFalse();
    }

    @Test
    void stateOfMoreThan256BytesStaysOut() {
        assertThat(TraceHeaders.acceptable("tracestate", "a=" + "b".repeat(254))).isTrue();
        assertThat(TraceHeaders.acceptable("tracestate", "a=" + "b".repeat(255))).isFalse();
    }

    @Test
    void stateOfMoreThan32MembersStaysOut() {
        assertThat(TraceHeaders.acceptable("tracestate", "a=b" + ",a=b".repeat(31))).isTrue();
        assertThat(TraceHeaders.acceptable("tracestate", "a=b" + ",a=b".repeat(32))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "baggage", "b3", "X-B3-TraceId", "Traceparent", "authorization" })
    void otherHeadersStayOutWhateverTheySay(String name) {
        assertThat(TraceHeaders.acceptable(name, PARENT)).isFalse();
    }

}
