package io.taskqueue.autoconfigure;

import java.util.concurrent.CountDownLatch;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.SharedTask;

/** A small application with a few tasks. */
@Configuration(proxyBeanMethods = false)
class Shop {

    @Bean
    Tasks tasks() {
        return new Tasks();
    }

    /** What it does in the background. */
    static class Tasks {

        final CountDownLatch begun = new CountDownLatch(1);

        final CountDownLatch mayEnd = new CountDownLatch(1);

        @SharedTask("shop.add")
        Integer add(Integer one, Integer other) {
            return one + other;
        }

        @SharedTask("shop.thread")
        String thread() {
            return Thread.currentThread().getName();
        }

        @SharedTask("shop.wait")
        void await() throws InterruptedException {
            this.begun.countDown();
            this.mayEnd.await();
        }

        @SharedTask("shop.fail")
        void fail() {
            throw new IllegalStateException("no stock");
        }

    }

}
