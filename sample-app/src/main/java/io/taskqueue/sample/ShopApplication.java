package io.taskqueue.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A small shop. Where an order is placed ({@link OrderService}) tasks are called, and
 * classes named {@code …Tasks} say what they do. Everything runs in this one process: no
 * broker, no database server, no mail server is needed. The same classes become web
 * application, workers and callers of their own as soon as a property names a Redis and a
 * database that they share; {@code compose.yaml} shows how.
 */
@SpringBootApplication
public class ShopApplication {

    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }

}
