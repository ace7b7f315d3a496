package io.taskqueue.test.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** Something that was bought. */
@Entity
public class Purchase {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    private String customer = "";

    private boolean invoiced;

    protected Purchase() {
    }

    public Purchase(String customer) {
        this.customer = customer;
    }

    /** Notes that the invoice is out. */
    void markInvoiced() {
        this.invoiced = true;
    }

    /** Its number; it has been saved. */
    public long number() {
        if (this.id == null) {
            throw new IllegalStateException("Not saved");
        }
        return this.id;
    }

    /** Who bought it. */
    public String customer() {
        return this.customer;
    }

    /** Whether the invoice is out. */
    public boolean invoiced() {
        return this.invoiced;
    }

}
