package io.taskqueue;

/** A call carries an id of the caller's choosing that a task has already. */
public class DuplicateTaskException extends RuntimeException {

    public DuplicateTaskException(String id) {
        super("A task with id " + id + " exists already. Leave out .id(…), or choose an id that is new");
    }

}
