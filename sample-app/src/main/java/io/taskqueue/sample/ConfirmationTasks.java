package io.taskqueue.sample;

import org.springframework.core.io.FileSystemResource;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.mail.javamail.MimeMessagePreparator;
import org.springframework.stereotype.Component;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;

/** Tells customers that all is under way. */
@Component
class ConfirmationTasks {

    private final OrderRepository orders;

    private final ShopFiles files;

    private final JavaMailSender mail;

    ConfirmationTasks(OrderRepository orders, ShopFiles files, JavaMailSender mail) {
        this.orders = orders;
        this.files = files;
        this.mail = mail;
    }

    /**
     * Confirms an order. It is called once the invoice has gone out, the thumbnails are
     * made and the warehouse knows: the body of a chord, which never runs where one of
     * these has failed.
     */
    @SharedTask(name = "shop.confirm_order", queue = "mail", maxRetries = 5, retryFor = MailException.class,
            dontRetryFor = MailParseException.class, retryBackoff = "2s", retryBackoffMax = "5m", timeLimit = "1m")
    void confirmOrder(long orderId, TaskContext task) {
        Order order = this.orders.findById(orderId).orElseThrow(() -> task.reject("There is no such order"));
        this.mail.send((MimeMessagePreparator) (message) -> {
            MimeMessageHelper mail = new MimeMessageHelper(message, true, "UTF-8");
            mail.setFrom("shop@example.com");
            mail.setTo(order.email());
            mail.setSubject("Your order " + order.number() + " is being packed");
            mail.setText("The warehouse has your order. This is what you will find in the parcel.");
            for (String picture : PictureTasks.thumbnails(order)) {
                mail.addAttachment(picture, new FileSystemResource(this.files.file(picture)));
            }
        });
    }

}
