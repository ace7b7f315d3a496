package io.taskqueue.sample;

import java.time.LocalDate;

import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;
import io.taskqueue.sample.ReportTasks.SalesReport;

/**
 * A process that is neither shop nor worker, such as a cron job: it asks for the report
 * of the last thirty days, says its id and whether it is there already, and ends. When
 * {@code delay} has returned, the broker has the call, so there is nothing to wait for.
 */
@Component
@Profile("send")
class ReportCaller implements CommandLineRunner {

    private final TaskTemplate tasks;

    ReportCaller(TaskTemplate tasks) {
        this.tasks = tasks;
    }

    @Override
    public void run(String... args) {
        LocalDate today = LocalDate.now();
        AsyncResult<SalesReport> report = this.tasks.delay(ReportTasks::salesReport, today.minusDays(30), today,
                ShopFiles.freshName("report", ".csv"));
        System.out.println("id " + report.id());
        System.out.println("ready " + report.ready());
    }

}
