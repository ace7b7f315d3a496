package io.taskqueue.control;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

import io.taskqueue.broker.BoundedJson;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.ControlWire;
import io.taskqueue.broker.Courier;
import io.taskqueue.event.TaskEvent;

/**
 * Has {@code celery status}, {@code celery inspect}, {@code celery control} and
 * {@code celery events} of Python's work with the worker of this process, and knows the
 * other workers on the same broker. Nothing it does delays a task: what is asked is
 * answered on a thread of its own, and when there is more to say than the broker takes,
 * some of it is not said.
 */
public final class RemoteControl implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(RemoteControl.class);

    private static final long MOST_BYTES_WAITING = 16 * 1024 * 1024;

    private final Subject subject;

    private final ControlWire wire;

    private final Broadcast broadcast;

    private final BoundedJson json = new BoundedJson(ControlRequest.LONGEST);

    private final LamportClock clock = new LamportClock();

    private final Tally tally = new Tally();

    private final Revocations revocations = new Revocations();

    private final Neighbours neighbours = new Neighbours();

    private final Herald herald;

    private final ControlPanel panel;

    private volatile @Nullable Session session;

    /**
     * @param wire how it is reached; stays open
     * @param broadcast where revocations are heard of
     * @param revoke revokes a task by its id
     * @param shutdown has this process end in order, without waiting for it
     */
    public RemoteControl(Subject subject, ControlWire wire, Broadcast broadcast, ControlOptions options,
            Consumer<String> revoke, Runnable shutdown) {
        this.subject = subject;
        this.wire = wire;
        this.broadcast = broadcast;
        this.herald = new Herald(subject, this.tally, this.clock, wire);
        this.herald.tellOfTasks(options.events());
        Map<String, Command> looks = new LinkedHashMap<>(
                new Inspection(subject, this.tally, this.revocations, this.clock).commands());
        looks.put("heartbeat", (request) -> {
            this.herald.tellOfWorker("heartbeat");
            return null;
        });
        this.panel = new ControlPanel(looks, new Orders(subject, revoke, this.herald, shutdown).commands(),
                options.allow());
    }

    /** The other workers on the same broker that are heard at the moment. */
    public List<Neighbour> neighbours() {
        return this.neighbours.list(this.subject.time().now());
    }

    /** Takes note of what became of a task; called by the thread that ran it. */
    @EventListener
    public void hear(TaskEvent event) {
        this.tally.hear(event);
        Session open = this.session;
        if (open != null && this.herald.tellsOfTasks() && !open.courier.post(() -> this.herald.tellOf(event))) {
            logger.debug("An event is lost, because the broker takes them too slowly");
        }
    }

    @Override
    public synchronized void start() {
        if (this.session == null) {
            this.session = new Session();
        }
    }

    @Override
    public synchronized void stop() {
        Session open = this.session;
        this.session = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public boolean isRunning() {
        return this.session != null;
    }

    private void hearRequest(ControlWire.Message message) {
        this.clock.heard(message.headers().get("clock"));
        ControlRequest request = ControlRequest.of(message, this.json);
        String node = this.subject.node();
        if (request == null || !request.concerns(node, this.subject.time().now())) {
            return;
        }
        Object answer = this.panel.obey(request);
        if (request.replyKey() != null && !request.method().equals("shutdown")) {
            Map<String, @Nullable Object> headers = new LinkedHashMap<>();
            headers.put("ticket", request.ticket());
            headers.put("clock", this.clock.forward());
            this.wire.answer(request.replyKey(),
                    new ControlWire.Message(headers, this.json.write(Collections.singletonMap(node, answer))));
        }
    }

    private void hearEvent(ControlWire.Message message) {
        Map<String, @Nullable Object> event = this.json.read(message.body());
        if (event == null) {
            return;
        }
        this.clock.heard(event.get("clock"));
        if (event.get("hostname") instanceof String name && !name.equals(this.subject.node())) {
            this.neighbours.hear(name, event, this.subject.time().now());
        }
    }

    /** From a start to a stop. */
    private final class Session {

        private final Courier courier = new Courier("taskqueue-control");

        private final ScheduledThreadPoolExecutor beat = new ScheduledThreadPoolExecutor(1, Session::thread);

        private final Broadcast.Subscription revoked = RemoteControl.this.broadcast.listen(Set.of("revoke"),
                (notice) -> {
                    if (notice.fields().get("ids") instanceof Collection<?> ids) {
                        RemoteControl.this.revocations.add(ids);
                    }
                });

        private final AtomicLong bytesWaiting = new AtomicLong();

        private Broadcast.@Nullable Subscription listening;

        private boolean closed;

        private Session() {
            // the broker may be away for a while, which is no reason to start later
            this.beat.execute(this::begin);
            this.beat.scheduleWithFixedDelay(() -> say("heartbeat"), Herald.BEAT.toMillis(), Herald.BEAT.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        private static Thread thread(Runnable work) {
            Thread thread = new Thread(work, "taskqueue-control-beat");
            thread.setDaemon(true);
            return thread;
        }

        private void begin() {
            unharmed(() -> listening(
                    RemoteControl.this.wire.listen((request) -> post(request, RemoteControl.this::hearRequest),
                            (event) -> post(event, RemoteControl.this::hearEvent))));
            say("online");
        }

        private synchronized void listening(Broadcast.Subscription begun) {
            if (this.closed) {
                begun.close();
            }
            this.listening = begun;
        }

        /** Whoever says more than is heard in time is not heard. */
        private void post(ControlWire.Message message, Consumer<ControlWire.Message> hearing) {
            long size = message.body().length;
            if (size > ControlRequest.LONGEST || this.bytesWaiting.get() > MOST_BYTES_WAITING) {
                return;
            }
            this.bytesWaiting.addAndGet(size);
            boolean posted = this.courier.post(() -> {
                this.bytesWaiting.addAndGet(-size);
                hearing.accept(message);
            });
            if (!posted) {
                this.bytesWaiting.addAndGet(-size);
            }
        }

        private void say(String what) {
            unharmed(() -> RemoteControl.this.herald.tellOfWorker(what));
        }

        private static void unharmed(Runnable call) {
            try {
                call.run();
            }
            catch (RuntimeException away) {
                logger.debug("Nothing is said to those who watch", away);
            }
        }

        private synchronized void close() {
            this.closed = true;
            this.beat.shutdownNow();
            this.revoked.close();
            if (this.listening != null) {
                this.listening.close();
            }
            this.courier.close();
            say("offline");
        }

    }

}
