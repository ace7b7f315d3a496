package io.taskqueue.jpa.entity;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which message of a chord's body has begun. */
@Entity(name = "TaskqueueChordBody")
@Table(name = "taskqueue_chord_body")
public class TaskChordBodyEntity {

    @Id
    @Column(name = "task_id", nullable = false)
    private String taskId = "";

    @Column(name = "copy", nullable = false)
    private String copy = "";

    @Column(name = "remove_at", nullable = false)
    private Instant removeAt = Instant.EPOCH;

    /** For the persistence provider. */
    protected TaskChordBodyEntity() {
    }

    public String getTaskId() {
        return this.taskId;
    }

    public String getCopy() {
        return this.copy;
    }

    public Instant getRemoveAt() {
        return this.removeAt;
    }

}
