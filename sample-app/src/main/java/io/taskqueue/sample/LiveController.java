package io.taskqueue.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskSearch;

/**
 * What the page at {@code /} shows: the newest tasks, whoever called them, and the newest
 * mails. {@link TaskSearch} is there for every application whose result store keeps
 * history.
 */
@RestController
class LiveController {

    private static final int NEWEST = 30;

    private final TaskSearch tasks;

    private final ObjectProvider<GreenMail> mails;

    LiveController(TaskSearch tasks, ObjectProvider<GreenMail> mails) {
        this.tasks = tasks;
        this.mails = mails;
    }

    @GetMapping("/tasks")
    List<TaskRow> tasks() {
        return this.tasks.search(TaskFilter.all(), null, NEWEST).tasks().stream().map(TaskRow::of).toList();
    }

    @GetMapping("/mails")
    List<MailRow> mails() throws MessagingException {
        List<MailRow> rows = new ArrayList<>();
        GreenMail ours = this.mails.getIfAvailable();
        for (MimeMessage mail : (ours != null) ? ours.getReceivedMessages() : new MimeMessage[0]) {
            rows.add(new MailRow(mail.getAllRecipients()[0].toString(), mail.getSubject(), mail.getSize()));
        }
        Collections.reverse(rows);
        return rows.subList(0, Math.min(rows.size(), NEWEST));
    }

    /** A task, without its arguments. */
    record TaskRow(String id, @Nullable String task, String state, boolean ended, int attempt,
            @Nullable Progress progress, @Nullable String error, Instant created) {

        static TaskRow of(TaskRecord found) {
            TaskError error = found.last().error();
            return new TaskRow(found.id(), found.last().details().task(), found.state().name(),
                    found.state().terminal(), found.last().run().attempt(), found.last().progress(),
                    (error != null) ? error.simpleType() : null, found.created());
        }

    }

    /** A mail that arrived. */
    record MailRow(String to, String subject, int bytes) {
    }

}
