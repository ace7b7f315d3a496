package io.taskqueue.autoconfigure.elsewhere;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An entity of the application's. */
@Entity
public class Invoice {

    @Id
    private long id;

    protected Invoice() {
    }

    public Invoice(long id) {
        this.id = id;
    }

    public long id() {
        return this.id;
    }

}
