package io.taskqueue.jpa.entity;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A canvas as it was called: a signature in Celery's form, as JSON text. */
@Entity(name = "TaskqueueCanvas")
@Table(name = "taskqueue_canvas")
public class TaskCanvasEntity {

    @Id
    @Column(name = "root_id", nullable = false)
    private String rootId = "";

    @Column(name = "canvas", nullable = false, length = Integer.MAX_VALUE)
    private String canvas = "";

    @Column(name = "remove_at", nullable = false)
    private Instant removeAt = Instant.EPOCH;

    /** For the persistence provider. */
    protected TaskCanvasEntity() {
    }

    /** What its calls know as their root. */
    public String getRootId() {
        return this.rootId;
    }

    public String getCanvas() {
        return this.canvas;
    }

    public Instant getRemoveAt() {
        return this.removeAt;
    }

}
