package io.taskqueue.jpa.entity;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a task that ended in a retry. The last attempt of a task is told by its
 * {@link TaskResultEntity}.
 */
@Entity(name = "TaskqueueAttempt")
@Table(name = "taskqueue_attempt")
@IdClass(TaskAttemptEntity.Key.class)
public class TaskAttemptEntity {

    @Id
    @Column(name = "task_id", nullable = false)
    private String taskId = "";

    @Id
    @Column(name = "attempt", nullable = false)
    private int attempt;

    @Id
    @Column(name = "deliveries", nullable = false)
    private int deliveries;

    @Column(name = "run_token")
    private @Nullable String runToken;

    @Column(name = "state", nullable = false, length = 50)
    private String state = "";

    @Column(name = "worker")
    private @Nullable String worker;

    @Column(name = "started_at")
    private @Nullable Instant startedAt;

    @Column(name = "ended_at", nullable = false)
    private Instant endedAt = Instant.EPOCH;

    @Column(name = "error_type")
    private @Nullable String errorType;

    @Column(name = "error_message", length = Integer.MAX_VALUE)
    private @Nullable String errorMessage;

    @Column(name = "error_trace", length = Integer.MAX_VALUE)
    private @Nullable String errorTrace;

    /** For the persistence provider. */
    protected TaskAttemptEntity() {
    }

    public String getTaskId() {
        return this.taskId;
    }

    public int getAttempt() {
        return this.attempt;
    }

    public int getDeliveries() {
        return this.deliveries;
    }

    public @Nullable String getRunToken() {
        return this.runToken;
    }

    public String getState() {
        return this.state;
    }

    public @Nullable String getWorker() {
        return this.worker;
    }

    public @Nullable Instant getStartedAt() {
        return this.startedAt;
    }

    public Instant getEndedAt() {
        return this.endedAt;
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

    /** What identifies an attempt. */
    public static class Key implements Serializable {

        private String taskId = "";

        private int attempt;

        private int deliveries;

        protected Key() {
        }

        public Key(String taskId, int attempt, int deliveries) {
            this.taskId = taskId;
            this.attempt = attempt;
            this.deliveries = deliveries;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && this.taskId.equals(that.taskId) && this.attempt == that.attempt
                    && this.deliveries == that.deliveries;
        }

        @Override
        public int hashCode() {
            return Objects.hash(this.taskId, this.attempt, this.deliveries);
        }

    }

}
