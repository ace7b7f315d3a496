package io.taskqueue.observation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * The least that a tracer does: a trace in the scope of an observation, written to what a
 * sender carries and read from what a receiver was brought. Writes baggage and an old
 * format as well, as a tracer may.
 */
public final class Tracing implements ObservationHandler<Observation.Context> {

    private final Deque<String> scopes = new ArrayDeque<>();

    /** The trace this thread is in. */
    public @Nullable String current() {
        return this.scopes.peek();
    }

    @Override
    public void onStart(Observation.Context context) {
        String trace = (context instanceof ReceiverContext<?> receiver) ? received(receiver) : this.scopes.peek();
        context.put("trace", (trace != null) ? trace : random(16));
        if (context instanceof SenderContext<?> sender) {
            send(sender, context.getRequired("trace"));
        }
    }

    @SuppressWarnings("unchecked")
    private static void send(SenderContext<?> context, String trace) {
        SenderContext<Object> sender = (SenderContext<Object>) context;
        Map<String, String> headers = Map.of("traceparent", "00-" + trace + "-" + random(8) + "-01", "tracestate",
                "ours=1", "baggage", "customer=alice", "b3", trace);
        headers.forEach((name, value) -> sender.getSetter().set(sender.getCarrier(), name, value));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable String received(ReceiverContext<?> context) {
        ReceiverContext<Object> receiver = (ReceiverContext<Object>) context;
        String parent = receiver.getGetter().get(receiver.getCarrier(), "traceparent");
        return (parent != null) ? parent.substring(3, 35) : null;
    }

    @Override
    public void onScopeOpened(Observation.Context context) {
        this.scopes.push(context.getRequired("trace"));
    }

    @Override
    public void onScopeClosed(Observation.Context context) {
        this.scopes.pop();
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    private static String random(int bytes) {
        byte[] id = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(id);
        id[0] = 1;
        return HexFormat.of().formatHex(id);
    }

}
