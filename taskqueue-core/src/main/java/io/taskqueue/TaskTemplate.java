package io.taskqueue;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.CallEncoder.EncodedCall;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.canvas.Canvas;
import io.taskqueue.canvas.Group;
import io.taskqueue.canvas.Signature;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ReplyAddress;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.result.TaskRecord;

/**
 * What an application asks for tasks with:
 * {@code tasks.delay(InvoiceTasks::sendInvoice, 42L)}. Safe for use by many threads.
 */
@SuppressWarnings("overloads")
public final class TaskTemplate implements TaskOperations, AutoCloseable {

    private final CallEncoder encoder;

    private final TaskSender sender;

    private final TaskResults results;

    private final List<TaskMessageCustomizer> customizers;

    private final UnknownNames unknownNames;

    private final CanvasCaller canvases;

    private final Canvases remembered;

    private final TaskValues values;

    private TaskTemplate(Builder parts) {
        this.encoder = new CallEncoder(parts.catalog, parts.codec, parts.values, parts.time, parts.options,
                parts.journal.backend().capability(ReplyAddress.class).orElse(null));
        this.sender = new TaskSender(parts.broker, parts.journal, parts.events, parts.time, parts.joining);
        this.results = new TaskResults(parts.journal, parts.values, parts.wishes, parts.broadcast, parts.options);
        this.customizers = List.copyOf(parts.customizers);
        this.remembered = new Canvases(parts.journal.backend(), parts.values);
        this.canvases = new CanvasCaller(new CanvasEncoder(this.encoder, parts.codec),
                new CanvasCaller.Reading(this::customized, parts.codec, parts.values), this.sender,
                new OpeningChords(parts.broker, parts.journal.backend()), this.results, this.remembered);
        this.values = parts.values;
        this.unknownNames = new UnknownNames(parts.catalog, parts.broker.capability(ProcessLocal.class).isPresent());
    }

    /** Begins a template with what it cannot do without. */
    public static Builder builder(Broker broker, TaskJournal journal, TaskCatalog catalog, Wishes wishes,
            Broadcast broadcast) {
        return new Builder(broker, journal, catalog, wishes, broadcast);
    }

    @Override
    public <R extends @Nullable Object> AsyncResult<R> apply(Canvas<R> canvas) {
        return (canvas instanceof Signature<R> signature && signature.callbacks().none())
                ? applyAll(List.of(signature)).get(0) : this.canvases.apply(canvas);
    }

    @Override
    public <R extends @Nullable Object> GroupResult<R> apply(Group<R> group) {
        return this.canvases.apply(group);
    }

    @Override
    public WireSignature encode(Canvas<?> canvas) {
        return this.canvases.encode(canvas);
    }

    @Override
    public <R extends @Nullable Object> List<AsyncResult<R>> applyAll(Collection<Signature<R>> signatures) {
        List<OutgoingCall> joining = new ArrayList<>();
        List<OutgoingCall> immediate = new ArrayList<>();
        List<AsyncResult<R>> answers = new ArrayList<>(signatures.size());
        for (Signature<R> signature : signatures) {
            if (!signature.callbacks().none()) {
                answers.add(this.canvases.apply(signature));
                continue;
            }
            EncodedCall call = this.encoder.encode(signature);
            OutgoingCall outgoing = outgoing(call);
            (call.immediate() ? immediate : joining).add(outgoing);
            answers.add(new StoredResult<>(called(outgoing, call.resultType()), outgoing.dispatch(), Kin.none(),
                    this.results));
        }
        if (!immediate.isEmpty()) {
            this.sender.send(immediate, true);
        }
        if (!joining.isEmpty()) {
            this.sender.send(joining, false);
        }
        return answers;
    }

    @Override
    public <R> Optional<AsyncResult<R>> result(String id, Class<R> type) {
        if (!TaskId.valid(id) || this.results.find(id).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StoredResult<>(new StoredResult.Called(id, type, false), Dispatch.done(), Kin.none(),
                this.results));
    }

    /**
     * Revokes a task, known here or not: it never starts again, and stops where it runs
     * as soon as it listens to that.
     * @throws io.taskqueue.broker.BrokerUnavailableException if the wish cannot be stored
     */
    public void revoke(String id) {
        this.results.revoke(List.of(id), TimeSource.system());
    }

    /**
     * The canvas that a task or a group belongs to, if the result store remembers one.
     * @throws io.taskqueue.result.ResultStoreException if the store cannot be read
     */
    public Optional<Workflow> workflow(String id) {
        return remembered(id).map((canvas) -> new Workflow(canvas, this.canvases, this.results));
    }

    private Optional<Canvases.Remembered> remembered(String id) {
        return TaskId.valid(id) ? this.remembered.find(id, this.results.find(id).orElse(null)) : Optional.empty();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> Optional<GroupResult<R>> group(String id, Class<R> type) {
        return remembered(id).or(this::ofThisTask)
            .flatMap((canvas) -> canvas.group(id))
            .map((group) -> (GroupResult<R>) this.canvases.group(group, type));
    }

    /** The canvas that the task on this thread belongs to. */
    private Optional<Canvases.Remembered> ofThisTask() {
        return TaskContext.current().map((task) -> task.headers().rootId()).flatMap(this::remembered);
    }

    /**
     * Calls a task again as a record tells that it was called: the same arguments, queue
     * and priority, and an id of its own.
     * @throws IllegalArgumentException if the record does not tell the arguments
     * @throws TaskArgumentException if the task takes other arguments by now
     * @throws io.taskqueue.broker.BrokerUnavailableException if the broker did not take
     * it over
     */
    public AsyncResult<@Nullable Object> sendAgain(TaskRecord record) {
        return apply(RecordedCall.of(record, this.values));
    }

    /**
     * Sends calls whose ids follow from what asked for them, at once, whether a
     * transaction is open or not. One that was sent before is sent again: whoever makes
     * the same id twice means the same task, and it runs once.
     * @return an answer for each, in the same order
     * @throws TaskArgumentException if the arguments of one do not fit; then none is sent
     */
    public List<Answer> sendDerived(List<? extends Signature<?>> signatures) {
        return this.sender
            .publish(signatures.stream().map((signature) -> outgoing(this.encoder.encode(signature))).toList());
    }

    /**
     * Does nothing if this call could be sent.
     * @throws UnknownTaskException if it names no task
     * @throws TaskArgumentException if the arguments do not fit
     */
    public void check(Signature<?> signature) {
        this.encoder.encode(signature);
    }

    /** Ends the waits for results; called when the application closes. */
    @Override
    public void close() {
        this.results.close();
    }

    private static StoredResult.Called called(OutgoingCall call, Type resultType) {
        return new StoredResult.Called(call.message().id(), resultType, call.message().headers().ignoreResult());
    }

    private OutgoingCall outgoing(EncodedCall call) {
        return new OutgoingCall(customized(call.message()), call.args(), call.kwargs(), call.chosenId(),
                Dispatch.waiting(), List.of());
    }

    private TaskMessage customized(TaskMessage call) {
        TaskMessage message = call;
        this.unknownNames.look(message.task());
        for (TaskMessageCustomizer customizer : this.customizers) {
            message = customizer.customize(message);
        }
        return message;
    }

    /** Puts a template together. */
    public static final class Builder {

        private final Broker broker;

        private final TaskJournal journal;

        private final TaskCatalog catalog;

        private final Wishes wishes;

        private final Broadcast broadcast;

        private MessageCodec codec = MessageCodec.standard();

        private TaskValues values = TaskValues.standard();

        private TaskEvents events = TaskEvents.none();

        private TimeSource time = TimeSource.system();

        private SendOptions options = SendOptions.DEFAULT;

        private List<TaskMessageCustomizer> customizers = List.of();

        private BooleanSupplier joining = () -> true;

        private Builder(Broker broker, TaskJournal journal, TaskCatalog catalog, Wishes wishes, Broadcast broadcast) {
            this.broker = broker;
            this.journal = journal;
            this.catalog = catalog;
            this.wishes = wishes;
            this.broadcast = broadcast;
        }

        /** How arguments and results are written. */
        public Builder encoding(MessageCodec codec, TaskValues values) {
            this.codec = codec;
            this.values = values;
            return this;
        }

        /** Who hears what was sent. */
        public Builder events(TaskEvents events) {
            this.events = events;
            return this;
        }

        /** Whose clock it goes by. */
        public Builder time(TimeSource time) {
            this.time = time;
            return this;
        }

        /** How calls are sent. */
        public Builder options(SendOptions options) {
            this.options = options;
            return this;
        }

        /** Who may change a message before it is sent, in this order. */
        public Builder customizers(List<TaskMessageCustomizer> customizers) {
            this.customizers = customizers;
            return this;
        }

        /**
         * Whether calls wait for the transaction they are made in, asked at each call
         * inside one; unset, always.
         */
        public Builder joining(BooleanSupplier joining) {
            this.joining = joining;
            return this;
        }

        /** The template. */
        public TaskTemplate build() {
            return new TaskTemplate(this);
        }

    }

}
