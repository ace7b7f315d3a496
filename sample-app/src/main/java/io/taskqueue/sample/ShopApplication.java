package io.taskqueue.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A small shop. Where an order is placed ({@link OrderService}) tasks are called, and
 * classes named {@code …Tasks} say what they do. Everything runs in this one process: no
 * broker, no database server, no mail server is needed.
 */
@SpringBootApplication
public class ShopApplication {

    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }

}
