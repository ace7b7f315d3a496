package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.taskqueue.PeriodicTask;
import io.taskqueue.SharedTask;
import io.taskqueue.dashboard.DashboardOptions;

/**
 * All that can be said about tasks in an application's configuration.
 *
 * @param defaultQueue Queue of tasks that name none.
 * @param timeLimit Hard limit of one attempt: it is failed and its thread abandoned.
 * Unset: no limit.
 * @param softTimeLimit Time after which an attempt is interrupted, so that it can clean
 * up. Unset: never.
 * @param lease How long a worker owns what it took without renewing; after a crash its
 * tasks go to another worker within this time. At least one second.
 * @param sweep How often each node does the chores: expired leases, expired results, lost
 * tasks.
 * @param maxDeliveries How often a message is handed out before it counts as one that
 * kills its workers and goes to the dead letters.
 * @param parkFor How long a message of a task that no worker here knows is kept for one
 * that does.
 * @param acceptContent Content types whose bodies are read; all of them are read as JSON.
 * @param timezone Where the times of cron expressions are read off the clock, unless
 * their schedule names a zone.
 * @param tasks What holds for tasks by name or by a pattern such as "shop.*", in place of
 * their annotations.
 */
@ConfigurationProperties("taskqueue")
public record TaskQueueProperties(@DefaultValue Broker broker, @DefaultValue Result result, @DefaultValue Redis redis,
        @DefaultValue Rabbit rabbit, @DefaultValue Jdbc jdbc, @DefaultValue Outbox outbox, @DefaultValue Schema schema,
        @DefaultValue("taskqueue") String defaultQueue, @DefaultValue Retry retry, @Nullable Duration timeLimit,
        @Nullable Duration softTimeLimit, @DefaultValue Worker worker, @DefaultValue("30s") Duration lease,
        @DefaultValue("10s") Duration sweep, @DefaultValue("5") int maxDeliveries, @DefaultValue("1h") Duration parkFor,
        @DefaultValue("application/json") List<String> acceptContent, @DefaultValue Message message,
        @DefaultValue Memory memory, @DefaultValue Beat beat, @DefaultValue("UTC") ZoneId timezone,
        @DefaultValue Dashboard dashboard, @DefaultValue Control control, @DefaultValue Map<String, Task> tasks) {

    public TaskQueueProperties {
        acceptContent = List.copyOf(acceptContent);
        tasks = Map.copyOf(tasks);
    }

    /**
     * How tasks travel.
     *
     * @param url Address of the broker: redis://[[user]:password@]host[:port][/database]
     * or amqp://[user:password@]host[:port][/vhost], with rediss:// or amqps:// for TLS.
     * Unset: with the type "redis" or "rabbit", the connection that spring.data.redis.*
     * or spring.rabbitmq.* describes.
     * @param type What carries the messages. Unset: what the scheme of the address says,
     * "memory" without one.
     * @param sslBundle Name of the SSL bundle to trust, and to prove oneself with, at a
     * rediss:// or amqps:// address. Unset: what Java trusts.
     * @param publishTimeout How long a call waits for the broker to take it over.
     */
    public record Broker(@Nullable String url, @Nullable BrokerType type, @Nullable String sslBundle,
            @DefaultValue("5s") Duration publishTimeout) {

        /** Without user and password. */
        @Override
        public String toString() {
            return "Broker[url=" + Address.of("", this.url) + ", type=" + this.type + ", sslBundle=" + this.sslBundle
                    + ", publishTimeout=" + this.publishTimeout + "]";
        }

    }

    /** What can carry messages. */
    public enum BrokerType {

        /** This process' memory. */
        MEMORY,
        /** Redis, Sentinel or Cluster. */
        REDIS,
        /** RabbitMQ. */
        RABBIT,
        /** The application's own database. */
        JDBC

    }

    /**
     * Where results land.
     *
     * @param url Address of the result store, written as the broker's. Unset: with the
     * type "redis", the broker's if that is Redis too, else the connection that
     * spring.data.redis.* describes.
     * @param type Where results are kept. Unset: what the scheme of the address says;
     * without one "jpa" if the application has JPA, "redis" if the broker is Redis, else
     * "memory".
     * @param sslBundle Name of the SSL bundle for a rediss:// address. Unset: the
     * broker's at the broker's address, else what Java trusts.
     * @param expires How long a task's result and history stay after its end.
     * @param expiresFailed How long those stay that did not succeed. Unset: as long as
     * all others.
     */
    public record Result(@Nullable String url, @Nullable ResultType type, @Nullable String sslBundle,
            @DefaultValue("1d") Duration expires, @Nullable Duration expiresFailed) {

        /** Without user and password. */
        @Override
        public String toString() {
            return "Result[url=" + Address.of("", this.url) + ", type=" + this.type + ", sslBundle=" + this.sslBundle
                    + ", expires=" + this.expires + ", expiresFailed=" + this.expiresFailed + "]";
        }

    }

    /** What can keep results. */
    public enum ResultType {

        /** This process' memory. */
        MEMORY,
        /** The application's own database. */
        JPA,
        /** Redis, Sentinel or Cluster. */
        REDIS,
        /** Nowhere: RabbitMQ carries them to whoever called, as Celery's rpc:// does. */
        RPC,
        /** Nothing: there are no results. */
        NONE

    }

    /**
     * How tasks lie in Redis.
     *
     * @param prefix What all keys begin with, so that several applications can share a
     * database; a Cluster needs a hash tag in it, such as "{shop}:". Empty: nothing.
     * @param resultPrefix What the keys of results begin with. Unset: the same.
     * @param celeryQueues Queues shared with Python's Celery: the priorities of what lies
     * in them are Celery's, where 0 is the first.
     * @param maxDeadLetters How many dead letters are kept; the oldest go first.
     * @param recentResults How many of the last tasks can be listed and searched; 0 for
     * none.
     */
    public record Redis(@DefaultValue("") String prefix, @Nullable String resultPrefix,
            @DefaultValue("celery") List<String> celeryQueues, @DefaultValue("10000") int maxDeadLetters,
            @DefaultValue("10000") int recentResults) {

        public Redis {
            celeryQueues = List.copyOf(celeryQueues);
        }

    }

    /**
     * How tasks lie in RabbitMQ.
     *
     * @param queueType How queues are declared that do not exist yet: "classic" as
     * Celery's, or "quorum".
     * @param maxPriority Highest priority, 1 to 9, that classic queues are declared with.
     * Unset: none, as Celery declares them, and all messages are equal.
     * @param delayQueueType How the queues are declared in which delayed messages wait,
     * the same for all that share them; Celery's are "quorum".
     * @param consumerTimeout How long RabbitMQ waits for an acknowledgement, its own
     * consumer_timeout.
     * @param maxDeadLetters How many dead letters are kept of each queue; the oldest go
     * first.
     */
    public record Rabbit(@DefaultValue("classic") RabbitQueueType queueType, @Nullable Integer maxPriority,
            @DefaultValue("quorum") RabbitQueueType delayQueueType, @DefaultValue("30m") Duration consumerTimeout,
            @DefaultValue("10000") int maxDeadLetters) {
    }

    /** What RabbitMQ calls the kinds of queues. */
    public enum RabbitQueueType {

        /** On one node. */
        CLASSIC,
        /** On a majority of nodes. */
        QUORUM

    }

    /**
     * How tasks lie in a database.
     *
     * @param maxDeadLetters How many dead letters are kept; the oldest go first.
     */
    public record Jdbc(@DefaultValue("10000") int maxDeadLetters) {
    }

    /**
     * Calls that are written with the application's data and forwarded to the broker.
     *
     * @param enabled Whether calls inside a transaction are kept in the application's
     * database, as part of that transaction, until the broker has confirmed them.
     */
    public record Outbox(@DefaultValue("false") boolean enabled) {
    }

    /**
     * The tables of taskqueue in the application's database.
     *
     * @param initialize When our scripts create the tables: in embedded databases only,
     * always, or never.
     */
    public record Schema(@DefaultValue("embedded") SchemaInitialization initialize) {
    }

    /** When scripts create tables. */
    public enum SchemaInitialization {

        /** In databases that live in this process' memory. */
        EMBEDDED,
        /** In every database. */
        ALWAYS,
        /** Never: somebody else does. */
        NEVER

    }

    /**
     * When a failed attempt is followed by another.
     *
     * @param automatic Whether every exception leads to a retry, and not only those a
     * task names.
     * @param maxRetries How many retries at most; -1 for no limit.
     * @param delay How long a retry waits.
     * @param backoff First wait of waits that double each time, in place of the constant
     * delay. Unset: the delay is constant.
     * @param backoffMax Longest of these growing waits.
     * @param jitter Whether growing waits are drawn at random between nothing and their
     * length.
     * @param until How long after its call a task may still be retried. Unset: for ever.
     */
    public record Retry(@DefaultValue("false") boolean automatic, @DefaultValue("3") int maxRetries,
            @DefaultValue("180s") Duration delay, @Nullable Duration backoff, @DefaultValue("10m") Duration backoffMax,
            @DefaultValue("true") boolean jitter, @Nullable Duration until) {
    }

    /**
     * The worker in this process.
     *
     * @param enabled Whether this process runs tasks, and not only calls them.
     * @param name Name of this node, unique among all that share a broker. Unset:
     * application, host, process id and a random end.
     * @param queues Queues it takes tasks from. Unset: the default queue and those that
     * tasks of this application name.
     * @param concurrency How many tasks it runs at once. Unset: as many as there are
     * processors, at least 2.
     * @param strict Whether queues are emptied in the given order, and not in turn.
     * @param lookAhead How much work it may hold beyond its free slots, as the time
     * within which it would begin it; 0 for none.
     * @param shutdownTimeout How long running tasks may take to end when the application
     * stops.
     */
    public record Worker(@DefaultValue("true") boolean enabled, @Nullable String name, @Nullable List<String> queues,
            @Nullable Integer concurrency, @DefaultValue("false") boolean strict,
            @DefaultValue("20ms") Duration lookAhead, @DefaultValue("25s") Duration shutdownTimeout) {
    }

    /**
     * How much of a message is read at most. What is larger goes to the dead letters.
     *
     * @param maxSize Largest body, as it came and decompressed.
     * @param maxNesting How deep arrays and objects may be nested.
     * @param maxStringLength Longest string, in characters.
     * @param maxNumberLength Longest number, in digits.
     * @param maxNameLength Longest field name, in characters.
     * @param maxHeaders How many headers.
     * @param maxHeaderSize All headers together.
     * @param maxChainLength How many links of one chain, and how many callbacks.
     */
    public record Message(@DefaultValue("8MB") DataSize maxSize, @DefaultValue("200") int maxNesting,
            @DefaultValue("8388608") int maxStringLength, @DefaultValue("1000") int maxNumberLength,
            @DefaultValue("50000") int maxNameLength, @DefaultValue("100") int maxHeaders,
            @DefaultValue("64KB") DataSize maxHeaderSize, @DefaultValue("10000") int maxChainLength) {
    }

    /**
     * How much the broker and the result store in memory hold.
     *
     * @param maxMessages How many messages may wait; more calls are refused.
     * @param maxDeadLetters How many dead letters are kept; the oldest go first.
     * @param maxResults How many results are kept; the oldest go first.
     */
    public record Memory(@DefaultValue("1000000") int maxMessages, @DefaultValue("10000") int maxDeadLetters,
            @DefaultValue("100000") int maxResults) {
    }

    /**
     * The page that shows tasks.
     *
     * @param enabled Whether it is served.
     * @param path Where in the application it is.
     * @param environment Name of the place where the application runs, which the page
     * shows beside the application's. Unset: the active profiles.
     * @param readOnly Whether it only looks: nobody can retry, cancel, purge or replay
     * anything there.
     * @param showValues Who sees arguments, results and the words of errors: nobody,
     * those who may act, or all viewers. What is named like a secret is never shown.
     * @param viewRoles Roles that may look. Empty: everybody who is logged in.
     * @param actRoles Roles that may look and act. Empty: everybody who may look.
     * @param allowUnauthenticated Whether everybody comes in whom the application's own
     * rules let through, without a login.
     */
    public record Dashboard(@DefaultValue("false") boolean enabled, @DefaultValue("/taskqueue") String path,
            @Nullable String environment, @DefaultValue("false") boolean readOnly,
            @DefaultValue("never") DashboardOptions.ShowValues showValues,
            @DefaultValue("TASKQUEUE_VIEWER") Set<String> viewRoles,
            @DefaultValue("TASKQUEUE_OPERATOR") Set<String> actRoles,
            @DefaultValue("false") boolean allowUnauthenticated) {

        public Dashboard {
            viewRoles = Set.copyOf(viewRoles);
            actRoles = Set.copyOf(actRoles);
        }

    }

    /**
     * What Celery's own tools, and whoever else may use the broker, can ask of the worker
     * of this process.
     *
     * @param enabled Whether the worker answers "celery status" and "celery inspect" and
     * tells "celery events" that it is there, with Redis or RabbitMQ as broker.
     * @param allow Commands of "celery control" that it obeys, such as "revoke". Empty:
     * others can look and change nothing.
     * @param events Whether it tells "celery events" of each task from its start on, as
     * "celery worker -E" does.
     */
    public record Control(@DefaultValue("true") boolean enabled, @DefaultValue Set<String> allow,
            @DefaultValue("false") boolean events) {

        public Control {
            allow = Set.copyOf(allow);
        }

    }

    /**
     * Periodic tasks.
     *
     * @param enabled Whether this process looks after schedules, and not only declares
     * them.
     * @param poll How soon a change of a schedule is noticed by other nodes.
     * @param misfireAfter How late a planned moment may be before a schedule whose
     * misfire policy is "skip" gives it up.
     * @param keepFirings How long it is kept what became of planned moments.
     * @param schedule Schedules by name: ones of their own, or what differs from the
     * annotation of that name.
     */
    public record Beat(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration poll,
            @DefaultValue("1m") Duration misfireAfter, @DefaultValue("7d") Duration keepFirings,
            @DefaultValue Map<String, Schedule> schedule) {

        public Beat {
            schedule = Map.copyOf(schedule);
        }

    }

    /**
     * One schedule; what is absent is left to the annotation of its name.
     *
     * @param task the task it calls
     * @param cron when, as a cron expression: six fields as Spring writes them or five as
     * Celery does
     * @param zone where its times are read off the clock
     * @param every how often, in place of a cron expression
     * @param at when, for one that comes once
     * @param args positional arguments, a JSON array
     * @param kwargs keyword arguments, a JSON object
     * @param queue the queue of its calls
     * @param priority the priority of its calls, 0 to 9, high first
     * @param expires how long after it was sent a call may still start
     * @param misfire what happens to moments that passed while nobody could send
     * @param overlap what happens while the run before has not ended
     * @param enabled whether it comes round
     */
    public record Schedule(@Nullable String task, @Nullable String cron, @Nullable ZoneId zone,
            @Nullable Duration every, @Nullable OffsetDateTime at, @Nullable String args, @Nullable String kwargs,
            @Nullable String queue, @Nullable Integer priority, @Nullable Duration expires,
            PeriodicTask.@Nullable Misfire misfire, PeriodicTask.@Nullable Overlap overlap, @Nullable Boolean enabled) {
    }

    /**
     * What holds for tasks of one name or pattern; what is absent is left to their
     * annotations.
     *
     * @param queue the queue they are sent to
     * @param priority 0 to 9, high first
     * @param maxRetries how many retries at most; -1 for no limit
     * @param retryFor exceptions that lead to a retry
     * @param dontRetryFor exceptions that never do
     * @param retryDelay how long a retry waits
     * @param retryBackoff the first of waits that double
     * @param retryBackoffMax the longest of these
     * @param retryJitter whether these are drawn at random
     * @param retryUntil how long after the call a retry may be made
     * @param timeLimit the hard limit of one attempt
     * @param softTimeLimit the limit at which it is interrupted
     * @param acks when the broker forgets the message
     * @param ignoreResult whether no result is stored
     * @param trackStarted whether a store without history is told of the start
     * @param expires how long after the call it may still start
     */
    public record Task(@Nullable String queue, @Nullable Integer priority, @Nullable Integer maxRetries,
            @Nullable List<Class<? extends Throwable>> retryFor,
            @Nullable List<Class<? extends Throwable>> dontRetryFor, @Nullable Duration retryDelay,
            @Nullable Duration retryBackoff, @Nullable Duration retryBackoffMax, @Nullable Boolean retryJitter,
            @Nullable Duration retryUntil, @Nullable Duration timeLimit, @Nullable Duration softTimeLimit,
            SharedTask.@Nullable Acknowledgement acks, @Nullable Boolean ignoreResult, @Nullable Boolean trackStarted,
            @Nullable Duration expires) {
    }

}
