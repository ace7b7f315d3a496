package io.taskqueue.test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TaskValues;
import io.taskqueue.result.Answer;

/** The memory broker, with a list of what it took over. */
final class RecordingBroker implements Broker {

    private final MemoryBroker broker;

    private final TestTime time;

    private final MessageCodec codec;

    private final TaskValues values;

    private final List<EnqueuedTask> calls = new ArrayList<>();

    /** By id, in the order in which they came; the newest attempt of each. */
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    RecordingBroker(MemoryBroker broker, TestTime time, MessageCodec codec, TaskValues values) {
        this.broker = broker;
        this.time = time;
        this.codec = codec;
        this.values = values;
    }

    @Override
    public synchronized List<Answer> publish(Collection<TaskMessage> messages) {
        List<Answer> answers = this.broker.publish(messages);
        int i = 0;
        for (TaskMessage message : messages) {
            if (answers.get(i++).isDone()) {
                record(message);
            }
        }
        return answers;
    }

    private void record(TaskMessage message) {
        EnqueuedTask task = read(message);
        if (message.attempt() == 1 && message.headers().parkedSince() == 0) {
            this.calls.add(task);
        }
        this.waiting.remove(message.id());
        Instant since = (task.due() != null) ? task.due() : this.time.now();
        this.waiting.put(message.id(), new Waiting(task, since));
    }

    EnqueuedTask read(TaskMessage message) {
        Instant due = (message.due() != null) ? message.due().instant(this.time.now()) : null;
        return new EnqueuedTask(message, this.codec.readBody(message), this.values, due);
    }

    /** All calls, the first one first. */
    synchronized List<EnqueuedTask> calls() {
        return List.copyOf(this.calls);
    }

    /** What has not ended, the first to become due first. */
    synchronized List<EnqueuedTask> waiting() {
        // stable: what is due at one moment keeps the order in which it came
        return this.waiting.values().stream().sorted(Comparator.comparing(Waiting::since)).map(Waiting::task).toList();
    }

    synchronized void ended(String id) {
        this.waiting.remove(id);
    }

    /** Looks at the clock: what has become due goes before what comes from now on. */
    void wake() {
        this.broker.wake();
    }

    /** All queues, first the one that holds the task that is due next. */
    List<String> queues() {
        Set<String> queues = new LinkedHashSet<>();
        waiting().forEach((task) -> queues.add(task.queue()));
        queues.addAll(this.broker.queues());
        return List.copyOf(queues);
    }

    /** Forgets everything. */
    synchronized void clear() {
        this.broker.queues().forEach(this.broker::purge);
        List<DeadLetter> dead = this.broker.list(null, 0, Integer.MAX_VALUE);
        this.broker.remove(dead.stream().map(DeadLetter::id).toList());
        this.calls.clear();
        this.waiting.clear();
    }

    @Override
    public Consumer consume(ConsumerOptions options) {
        return this.broker.consume(options);
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return this.broker.capability(type);
    }

    @Override
    public String description() {
        return "memory, run by the test";
    }

    @Override
    public void close() {
        this.broker.close();
    }

    /**
     * A task that has not ended.
     *
     * @param task the task
     * @param since when it is or was due
     */
    private record Waiting(EnqueuedTask task, Instant since) {
    }

}
