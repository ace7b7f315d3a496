package io.taskqueue.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;

/** An application with a few tasks, some of which handle what nobody should see. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Depot {

    /**
     * Stands for whatever must not be seen; it appears in arguments, results and errors.
     */
    static final String CANARY = "canary-4111111111111111";

    @Bean
    Tasks depotTasks() {
        return new Tasks();
    }

    /** What it does in the background. */
    static class Tasks {

        final List<Integer> counted = new CopyOnWriteArrayList<>();

        final Set<Integer> refused = ConcurrentHashMap.newKeySet();

        @SharedTask("depot.count")
        int count(int number) {
            this.counted.add(number);
            return number;
        }

        @SharedTask("depot.charge")
        Map<String, Object> charge(String customer, String apiToken, Map<String, Object> card) {
            return Map.of("customer", customer, "receipt", 7, "accessToken", apiToken, "cards", List.of(card));
        }

        @SharedTask("depot.fail")
        void fail(String why) {
            throw new IllegalStateException("failed because of " + why);
        }

        @SharedTask(name = "depot.retry", maxRetries = 2)
        int retry(int until, TaskContext task) {
            if (task.attempt() < until) {
                throw task.retry(new IllegalArgumentException(CANARY), Duration.ofMillis(1));
            }
            return task.attempt();
        }

        @SharedTask("depot.refuseOnce")
        String refuseOnce(int number, TaskContext task) {
            if (this.refused.add(number)) {
                throw task.reject("not before it is replayed");
            }
            return "replayed " + number;
        }

        /** Lets tasks go that hold. */
        final Semaphore go = new Semaphore(0);

        @SharedTask("depot.hold")
        void hold() throws InterruptedException {
            this.go.acquire();
        }

        @SharedTask("depot.tell")
        void tell(String failed) {
        }

        @SharedTask(name = "depot.slow", queue = "slow")
        void slow(int number) {
            this.counted.add(number);
        }

    }

}
