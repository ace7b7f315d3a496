package io.taskqueue.sample;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * The payment service, which would be a system of its own elsewhere. Each customer's card
 * is good for 1000 a purchase.
 */
@Component
class CardTerminal {

    private static final BigDecimal LIMIT = new BigDecimal("1000.00");

    private final Map<String, Payment> payments = new ConcurrentHashMap<>();

    /**
     * Charges a card once for each key, however often it is asked: the second time it
     * tells of the first.
     */
    Payment charge(String key, BigDecimal amount) {
        return this.payments.computeIfAbsent(key, (unknown) -> {
            if (amount.compareTo(LIMIT) > 0) {
                throw new CardDeclinedException(
                        "The card was declined: " + amount + " is more than its limit of " + LIMIT);
            }
            return new Payment(UUID.randomUUID().toString(), amount);
        });
    }

    /** What was charged. */
    record Payment(String receipt, BigDecimal amount) {
    }

}
