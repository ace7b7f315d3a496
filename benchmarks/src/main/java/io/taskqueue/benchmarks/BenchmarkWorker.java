package io.taskqueue.benchmarks;

import java.util.Scanner;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.stereotype.Component;

import io.taskqueue.SharedTask;

/**
 * An application with nothing but tasks that do nothing. It takes its orders from
 * standard input: {@code heap} answers how many bytes are in use after a collection.
 */
@SpringBootApplication
public class BenchmarkWorker {

    /** For those whose tasks wait elsewhere. */
    static final String WITHOUT_DATABASE = "--spring.autoconfigure.exclude="
            + DataSourceAutoConfiguration.class.getName();

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(BenchmarkWorker.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(args);
        Scanner orders = new Scanner(System.in);
        while (orders.hasNextLine()) {
            if (orders.nextLine().equals("heap")) {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                System.out.println("heap " + (runtime.totalMemory() - runtime.freeMemory()));
            }
        }
        System.exit(0);
    }

    @Component
    static class Tasks {

        @SharedTask(name = "bench.ignored", ignoreResult = true)
        void ignored(int number) {
        }

        @SharedTask(name = "bench.stored")
        int stored(int number) {
            return number;
        }

    }

}
