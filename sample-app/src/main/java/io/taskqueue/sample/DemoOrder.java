package io.taskqueue.sample;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The first customer, who comes as soon as the shop is open, so that there is something
 * to see.
 */
@Component
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty(name = "shop.demo", matchIfMissing = true)
class DemoOrder {

    private static final Logger logger = LoggerFactory.getLogger(DemoOrder.class);

    private final OrderService orders;

    private final Catalogue catalogue;

    private final Environment environment;

    DemoOrder(OrderService orders, Catalogue catalogue, Environment environment) {
        this.orders = orders;
        this.catalogue = catalogue;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void place() {
        List<OrderLine> lines = List.of(this.catalogue.line("MUG-BLUE", 2), this.catalogue.line("LAMP-DESK", 1));
        String number = this.orders.place("ada@example.com", "flaky", lines).number();
        String shop = "http://localhost:" + this.environment.getProperty("local.server.port");
        logger.info("Order {} is placed, and its tasks run. The warehouse will need three attempts.", number);
        logger.info("See the shop at {}/ and all results at {}/actuator/taskqueue/results", shop, shop);
    }

}
