package io.taskqueue.jpa.entity;

import java.io.Serializable;
import java.util.Objects;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** How a member of a {@link TaskChordEntity} ended. */
@Entity(name = "TaskqueueChordEnd")
@Table(name = "taskqueue_chord_end")
@IdClass(TaskChordEndEntity.Key.class)
public class TaskChordEndEntity {

    @Id
    @Column(name = "chord", nullable = false)
    private String chord = "";

    @Id
    @Column(name = "task_id", nullable = false)
    private String taskId = "";

    @Column(name = "place", nullable = false)
    private int place;

    @Column(name = "state", nullable = false, length = 50)
    private String state = "";

    @Column(name = "result", length = Integer.MAX_VALUE)
    private @Nullable String result;

    @Column(name = "error_type")
    private @Nullable String errorType;

    @Column(name = "error_message", length = Integer.MAX_VALUE)
    private @Nullable String errorMessage;

    /** For the persistence provider. */
    protected TaskChordEndEntity() {
    }

    public String getChord() {
        return this.chord;
    }

    public String getTaskId() {
        return this.taskId;
    }

    public int getPlace() {
        return this.place;
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

    /** What identifies a member's end. */
    public static class Key implements Serializable {

        private String chord = "";

        private String taskId = "";

        protected Key() {
        }

        public Key(String chord, String taskId) {
            this.chord = chord;
            this.taskId = taskId;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && this.chord.equals(that.chord) && this.taskId.equals(that.taskId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(this.chord, this.taskId);
        }

    }

}
