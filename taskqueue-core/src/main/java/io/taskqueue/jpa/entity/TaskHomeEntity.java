package io.taskqueue.jpa.entity;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A process whose memory holds tasks, and when it was last heard of. */
@Entity(name = "TaskqueueHome")
@Table(name = "taskqueue_home")
public class TaskHomeEntity {

    @Id
    @Column(name = "home", nullable = false)
    private String home = "";

    @Column(name = "seen_at", nullable = false)
    private Instant seenAt = Instant.EPOCH;

    /** For the persistence provider. */
    protected TaskHomeEntity() {
    }

    public String getHome() {
        return this.home;
    }

    public Instant getSeenAt() {
        return this.seenAt;
    }

}
