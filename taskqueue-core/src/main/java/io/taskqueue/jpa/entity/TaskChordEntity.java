package io.taskqueue.jpa.entity;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A chord, and how many of its members have ended. */
@Entity(name = "TaskqueueChord")
@Table(name = "taskqueue_chord")
public class TaskChordEntity {

    @Id
    @Column(name = "chord", nullable = false)
    private String chord = "";

    @Column(name = "members", nullable = false)
    private int members;

    @Column(name = "ended")
    private @Nullable Integer ended;

    @Column(name = "callback", length = Integer.MAX_VALUE)
    private @Nullable String callback;

    @Column(name = "claimed_by")
    private @Nullable String claimedBy;

    @Column(name = "claimed_at")
    private @Nullable Instant claimedAt;

    @Column(name = "remove_at", nullable = false)
    private Instant removeAt = Instant.EPOCH;

    /** For the persistence provider. */
    protected TaskChordEntity() {
    }

    public String getChord() {
        return this.chord;
    }

    public int getMembers() {
        return this.members;
    }

    /** How many members have ended, or {@code null} as long as none has. */
    public @Nullable Integer getEnded() {
        return this.ended;
    }

    /** What is called once all have ended, as JSON text; known from then on. */
    public @Nullable String getCallback() {
        return this.callback;
    }

    /** The member whose end completed the chord. */
    public @Nullable String getClaimedBy() {
        return this.claimedBy;
    }

    public @Nullable Instant getClaimedAt() {
        return this.claimedAt;
    }

    public Instant getRemoveAt() {
        return this.removeAt;
    }

}
