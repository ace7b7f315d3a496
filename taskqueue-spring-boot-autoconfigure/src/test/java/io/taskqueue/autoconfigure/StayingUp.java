package io.taskqueue.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.taskqueue.TaskTemplate;

/**
 * A process that is nothing but a worker on virtual threads. It runs a task for each line
 * it is told, and ends when asked to.
 */
@Configuration(proxyBeanMethods = false)
@Import(Shop.class)
@ImportAutoConfiguration({ TaskQueueAutoConfiguration.class, TaskQueueJpaAutoConfiguration.class,
        TaskQueueMemoryAutoConfiguration.class, TaskQueueWorkerAutoConfiguration.class })
class StayingUp {

    public static void main(String[] args) {
        ApplicationContext context = new SpringApplicationBuilder(StayingUp.class).web(WebApplicationType.NONE)
            .properties("spring.threads.virtual.enabled=true")
            .run(args);
        Thread main = Thread.currentThread();
        Thread listener = new Thread(() -> listen(context, main), "listener");
        listener.setDaemon(true);
        listener.start();
    }

    private static void listen(ApplicationContext context, Thread main) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            main.join();
            System.out.println("main ended");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Integer sum = context.getBean(TaskTemplate.class)
                    .delay(Shop.Tasks::add, Integer.valueOf(line), 1)
                    .get(Duration.ofSeconds(20));
                System.out.println("answer " + sum);
            }
            System.exit(SpringApplication.exit(context));
        }
        catch (IOException | InterruptedException ending) {
            System.out.println("ended early: " + ending);
        }
    }

}
