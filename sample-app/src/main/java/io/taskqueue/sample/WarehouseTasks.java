package io.taskqueue.sample;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;

import org.springframework.core.env.Environment;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;

/** Tells the warehouse over HTTP what to pack. */
@Component
class WarehouseTasks {

    private final OrderRepository orders;

    private final Environment environment;

    private final RestClient http;

    WarehouseTasks(OrderRepository orders, Environment environment) {
        this.orders = orders;
        this.environment = environment;
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build());
        requests.setReadTimeout(Duration.ofSeconds(5));
        this.http = RestClient.builder().requestFactory(requests).build();
    }

    /**
     * Tries again where the warehouse is away or in trouble (no answer, 5xx), but not
     * where it says that the request is wrong (4xx): that would be as wrong the next
     * time. It may be told twice, as any task may run twice when a worker dies at a bad
     * moment, so it is given the order's number to know a repetition by.
     */
    @SharedTask(name = "shop.notify_warehouse", maxRetries = 4, retryFor = RestClientException.class,
            dontRetryFor = HttpClientErrorException.class, retryBackoff = "500ms", retryBackoffMax = "30s",
            timeLimit = "20s")
    void notifyWarehouse(long orderId, TaskContext task) {
        Order order = this.orders.findById(orderId).orElseThrow(() -> task.reject("There is no such order"));
        this.http.post()
            .uri(this.environment.getRequiredProperty("shop.warehouse") + "/warehouse/parcels")
            .body(Map.of("number", order.number(), "lines", order.lines(), "note", order.note()))
            .retrieve()
            .toBodilessEntity();
    }

}
