package io.taskqueue.jpa.entity;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A task and what became of it, for queries of the application's own. Read it and leave
 * writing to the store: what a row takes depends on what it holds.
 */
@Entity(name = "TaskqueueResult")
@Table(name = "taskqueue_result",
        indexes = { @Index(name = "taskqueue_result_created", columnList = "created_at, task_id"),
                @Index(name = "taskqueue_result_state", columnList = "state, created_at, task_id"),
                @Index(name = "taskqueue_result_name", columnList = "task_name, created_at, task_id"),
                @Index(name = "taskqueue_result_queue", columnList = "queue, created_at, task_id"),
                @Index(name = "taskqueue_result_group", columnList = "group_id"),
                @Index(name = "taskqueue_result_remove", columnList = "remove_at"),
                @Index(name = "taskqueue_result_home", columnList = "home, done_at") })
public class TaskResultEntity {

    @Id
    @Column(name = "task_id", nullable = false)
    private String taskId = "";

    @Column(name = "task_name")
    private @Nullable String taskName;

    @Column(name = "queue")
    private @Nullable String queue;

    @Column(name = "priority")
    private @Nullable Integer priority;

    @Column(name = "args", length = Integer.MAX_VALUE)
    private @Nullable String args;

    @Column(name = "kwargs", length = Integer.MAX_VALUE)
    private @Nullable String kwargs;

    @Column(name = "root_id")
    private @Nullable String rootId;

    @Column(name = "parent_id")
    private @Nullable String parentId;

    @Column(name = "group_id")
    private @Nullable String groupId;

    @Column(name = "periodic_task_name")
    private @Nullable String periodicTaskName;

    @Column(name = "home")
    private @Nullable String home;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "state", nullable = false, length = 50)
    private String state = "";

    @Column(name = "result", length = Integer.MAX_VALUE)
    private @Nullable String result;

    @Column(name = "error_type")
    private @Nullable String errorType;

    @Column(name = "error_message", length = Integer.MAX_VALUE)
    private @Nullable String errorMessage;

    @Column(name = "error_trace", length = Integer.MAX_VALUE)
    private @Nullable String errorTrace;

    @Column(name = "worker")
    private @Nullable String worker;

    @Column(name = "progress_done")
    private @Nullable Long progressDone;

    @Column(name = "progress_total")
    private @Nullable Long progressTotal;

    @Column(name = "progress_note")
    private @Nullable String progressNote;

    @Column(name = "attempt", nullable = false)
    private int attempt;

    @Column(name = "deliveries", nullable = false)
    private int deliveries;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "received_at")
    private @Nullable Instant receivedAt;

    @Column(name = "started_at")
    private @Nullable Instant startedAt;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt = Instant.EPOCH;

    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    @Column(name = "remove_at")
    private @Nullable Instant removeAt;

    @Column(name = "run_token")
    private @Nullable String runToken;

    @Column(name = "standing", nullable = false)
    private long standing;

    @Column(name = "done_at")
    private @Nullable Instant doneAt;

    /** For the persistence provider. */
    protected TaskResultEntity() {
    }

    public String getTaskId() {
        return this.taskId;
    }

    public @Nullable String getTaskName() {
        return this.taskName;
    }

    public @Nullable String getQueue() {
        return this.queue;
    }

    public @Nullable Integer getPriority() {
        return this.priority;
    }

    public @Nullable String getArgs() {
        return this.args;
    }

    public @Nullable String getKwargs() {
        return this.kwargs;
    }

    public @Nullable String getRootId() {
        return this.rootId;
    }

    public @Nullable String getParentId() {
        return this.parentId;
    }

    public @Nullable String getGroupId() {
        return this.groupId;
    }

    public @Nullable String getPeriodicTaskName() {
        return this.periodicTaskName;
    }

    public @Nullable String getHome() {
        return this.home;
    }

    public @Nullable Instant getExpiresAt() {
        return this.expiresAt;
    }

    public String getState() {
        return this.state;
    }

    public @Nullable String getResult() {
        return this.result;
    }

    public @Nullable String getErrorType() {
        return this.errorType;
    }

    public @Nullable String getErrorMessage() {
        return this.errorMessage;
    }

    public @Nullable String getErrorTrace() {
        return this.errorTrace;
    }

    public @Nullable String getWorker() {
        return this.worker;
    }

    public @Nullable Long getProgressDone() {
        return this.progressDone;
    }

    public @Nullable Long getProgressTotal() {
        return this.progressTotal;
    }

    public @Nullable String getProgressNote() {
        return this.progressNote;
    }

    public int getAttempt() {
        return this.attempt;
    }

    public int getDeliveries() {
        return this.deliveries;
    }

    public Instant getCreatedAt() {
        return this.createdAt;
    }

    public @Nullable Instant getReceivedAt() {
        return this.receivedAt;
    }

    public @Nullable Instant getStartedAt() {
        return this.startedAt;
    }

    public Instant getUpdatedAt() {
        return this.updatedAt;
    }

    public @Nullable Instant getDueAt() {
        return this.dueAt;
    }

    public @Nullable Instant getRemoveAt() {
        return this.removeAt;
    }

    public @Nullable String getRunToken() {
        return this.runToken;
    }

    public long getStanding() {
        return this.standing;
    }

    public @Nullable Instant getDoneAt() {
        return this.doneAt;
    }

}
