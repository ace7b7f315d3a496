package io.taskqueue;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.taskqueue.CanvasEncoder.EncodedCanvas;
import io.taskqueue.CanvasEncoder.Frozen;
import io.taskqueue.canvas.Canvas;
import io.taskqueue.canvas.Group;
import io.taskqueue.canvas.Unfolding;
import io.taskqueue.canvas.Unfolding.Unfolded;
import io.taskqueue.message.Embed;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskBody;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.WireSignature;

/** Sends what consists of more than one call, and puts its result together. */
final class CanvasCaller {

    private final CanvasEncoder encoder;

    private final Reading reading;

    private final TaskSender sender;

    private final OpeningChords chords;

    private final TaskResults results;

    private final Canvases canvases;

    CanvasCaller(CanvasEncoder encoder, Reading reading, TaskSender sender, OpeningChords chords, TaskResults results,
            Canvases canvases) {
        this.encoder = encoder;
        this.reading = reading;
        this.sender = sender;
        this.chords = chords;
        this.results = results;
        this.canvases = canvases;
    }

    @SuppressWarnings("unchecked")
    <R extends @Nullable Object> AsyncResult<R> apply(Canvas<R> canvas) {
        return (AsyncResult<R>) send(this.encoder.encode(canvas));
    }

    @SuppressWarnings("unchecked")
    <R extends @Nullable Object> GroupResult<R> apply(Group<R> group) {
        return (GroupResult<R>) send(this.encoder.encode(group));
    }

    WireSignature encode(Canvas<?> canvas) {
        return this.encoder.encode(canvas).frozen().wire();
    }

    private AsyncResult<?> send(EncodedCanvas canvas) {
        Map<String, OutgoingCall> calls = outgoing(canvas.unfolded(), canvas.chosen());
        AsyncResult<?> result = result(canvas.frozen(), Dispatch.done(), Kin.none(), calls);
        send(canvas.frozen().wire(), canvas.unfolded(), calls, canvas.immediate());
        return result;
    }

    /**
     * Calls a canvas once more, with other ids.
     * @return by which id its calls know it
     */
    String again(WireSignature canvas) {
        WireSignature anew = Unfolding.anew(canvas);
        Unfolded unfolded = this.encoder.unfold(anew);
        send(anew, unfolded, outgoing(unfolded, Set.of()), false);
        return Unfolding.root(anew);
    }

    private Map<String, OutgoingCall> outgoing(Unfolded unfolded, Set<String> chosen) {
        Map<String, OutgoingCall> calls = new LinkedHashMap<>();
        Set<String> chords = new HashSet<>();
        for (TaskMessage message : unfolded.messages()) {
            calls.put(message.id(), this.reading.outgoing(message, chosen.contains(message.id()), chords));
        }
        return calls;
    }

    private void send(WireSignature canvas, Unfolded unfolded, Map<String, OutgoingCall> calls, boolean immediate) {
        if (!calls.isEmpty()) {
            boolean deferred = this.sender.defers(immediate);
            this.chords.open(unfolded.chords(), deferred);
            this.canvases.remember(Unfolding.root(canvas), canvas, deferred);
            this.sender.send(List.copyOf(calls.values()), immediate);
        }
    }

    /**
     * The results of a group that was called before.
     * @param type what its members return
     */
    GroupResult<?> group(WireSignature group, Type type) {
        List<AsyncResult<@Nullable Object>> members = new ArrayList<>();
        for (WireSignature member : group.members()) {
            WireSignature end = Unfolding.end(member);
            members.add(cast(WireSignature.GROUP.equals(end.type()) ? group(end, type) : stored(end, type)));
        }
        return new JoinedResult<@Nullable Object>(String.valueOf(group.id()), members, Kin.none(), this.results);
    }

    private AsyncResult<?> stored(WireSignature task, Type type) {
        return new StoredResult<>(new StoredResult.Called(String.valueOf(task.id()), type, task.ignoresResult()),
                Dispatch.done(), Kin.none(), this.results);
    }

    /**
     * @param before how the call is sent that this one travels with, if it does not
     * travel alone
     */
    private AsyncResult<?> result(Frozen part, Dispatch before, Kin kin, Map<String, OutgoingCall> calls) {
        if (part.isGroup()) {
            List<AsyncResult<@Nullable Object>> members = new ArrayList<>();
            part.parts().forEach((member) -> members.add(cast(result(member, before, Kin.none(), calls))));
            return new JoinedResult<>(part.id(), members, kin, this.results);
        }
        if (part.isChain()) {
            return chain(part, before, kin, calls);
        }
        OutgoingCall call = calls.get(part.id());
        return new StoredResult<>(new StoredResult.Called(part.id(), part.resultType(), part.wire().ignoresResult()),
                (call != null) ? call.dispatch() : before, kin, this.results);
    }

    private AsyncResult<?> chain(Frozen chain, Dispatch before, Kin kin, Map<String, OutgoingCall> calls) {
        OutgoingCall head = calls.get(chain.first().id());
        Dispatch dispatch = (head != null) ? head.dispatch() : before;
        Kin place = kin.begun();
        AsyncResult<?> last = result(chain.parts().get(0), dispatch, place, calls);
        for (Frozen step : chain.parts().subList(1, chain.parts().size())) {
            place = place.after(last);
            last = result(step, dispatch, place, calls);
        }
        place.after(last);
        return last;
    }

    @SuppressWarnings("unchecked")
    private static AsyncResult<@Nullable Object> cast(AsyncResult<?> result) {
        return (AsyncResult<@Nullable Object>) result;
    }

    /**
     * What makes a call of a message.
     *
     * @param customizer changes it before it is sent
     * @param codec reads its body
     * @param values writes its arguments as text
     */
    record Reading(UnaryOperator<TaskMessage> customizer, MessageCodec codec, TaskValues values) {

        /**
         * @param chords the chords whose bodies have been told of, to which its own is
         * added: one member tells of it for all
         */
        OutgoingCall outgoing(TaskMessage unfolded, boolean chosenId, Set<String> chords) {
            TaskMessage message = this.customizer.apply(unfolded);
            TaskBody body = this.codec.readBody(message);
            Embed embed = Embed.of(body.embed());
            List<WireSignature> later = new ArrayList<>(embed.chain());
            later.addAll(bodies(embed, message.headers().group(), chords));
            return new OutgoingCall(message, this.values.write(body.args()), this.values.write(body.kwargs()), chosenId,
                    Dispatch.waiting(), Unfolding.tasks(later).toList());
        }

        private static List<WireSignature> bodies(Embed embed, @Nullable String group, Set<String> chords) {
            WireSignature last = embed.chain().isEmpty() ? null : embed.chain().get(embed.chain().size() - 1);
            WireSignature body = (last != null) ? last.chord() : embed.chord();
            String chord = (last != null) ? last.id(WireSignature.GROUP_ID) : group;
            return (body != null && chord != null && chords.add(chord)) ? List.of(body) : List.of();
        }

    }

}
