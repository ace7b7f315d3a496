package io.taskqueue.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.taskqueue.PeriodicTask;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;

/** An application whose tasks end in every way there is. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Bazaar {

    @Bean
    Tasks bazaarTasks() {
        return new Tasks();
    }

    /** What it does in the background. */
    static class Tasks {

        /** Holds back the imports that run. */
        final CountDownLatch imported = new CountDownLatch(1);

        @SharedTask(name = "shop.send_invoice", queue = "mail")
        Map<String, Object> sendInvoice(long orderId, String customer) {
            return Map.of("receipt", "R-" + orderId, "to", customer);
        }

        @SharedTask(name = "shop.charge_card", queue = "payments")
        void chargeCard(long orderId, Map<String, Object> card) {
            throw new IllegalStateException("The bank declined the card of order " + orderId);
        }

        @SharedTask(name = "shop.notify_warehouse", retryFor = IOException.class, maxRetries = 5, retryDelay = "1h")
        void notifyWarehouse(long orderId) throws IOException {
            throw new IOException("The warehouse does not answer");
        }

        @SharedTask(name = "shop.print_label", maxRetries = 3)
        String printLabel(long orderId, TaskContext task) {
            if (task.attempt() < 3) {
                throw task.retry(new IOException("The printer is out of paper"), Duration.ofMillis(20));
            }
            return "label-" + orderId + ".png";
        }

        @SharedTask("shop.import_catalogue")
        int importCatalogue(String file, TaskContext task) throws InterruptedException {
            task.progress(1_240, 2_000, "validating " + file);
            this.imported.await();
            return 2_000;
        }

        @SharedTask("shop.send_reports")
        @PeriodicTask(name = "nightly reports", cron = "0 0 3 * * *", zone = "Europe/Paris")
        String sendReports() {
            return "sent";
        }

        @SharedTask("shop.ship_parcel")
        void shipParcel(long orderId, TaskContext task) {
            throw task.reject("the parcel weighs nothing");
        }

        @SharedTask("shop.echo")
        Object echo(Object value) {
            return value;
        }

        @SharedTask("shop.explode")
        void explode(String words) {
            throw new IllegalArgumentException(words);
        }

    }

}
