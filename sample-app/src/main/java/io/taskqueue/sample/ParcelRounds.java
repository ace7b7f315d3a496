package io.taskqueue.sample;

import java.time.LocalDate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/** The courier, who takes along what was sold today. */
@Component
class ParcelRounds {

    private static final Logger logger = LoggerFactory.getLogger(ParcelRounds.class);

    private final OrderRepository orders;

    ParcelRounds(OrderRepository orders) {
        this.orders = orders;
    }

    int collect() {
        LocalDate today = LocalDate.now();
        int parcels = this.orders.sales(today, today).size();
        logger.info("The courier has come for {} kinds of parcels", parcels);
        return parcels;
    }

}
