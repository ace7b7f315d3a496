package io.taskqueue.sample;

import java.math.BigDecimal;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** So many of one product in an order, at the price of that day. */
@Embeddable
record OrderLine(String sku, String product, int quantity, @Column(precision = 12, scale = 2) BigDecimal unitPrice) {

    BigDecimal total() {
        return this.unitPrice.multiply(BigDecimal.valueOf(this.quantity));
    }

}
