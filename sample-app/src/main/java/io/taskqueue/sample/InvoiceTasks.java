package io.taskqueue.sample;

import java.io.IOException;

import org.apache.pdfbox.pdmodel.common.PDRectangle;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.mail.javamail.MimeMessagePreparator;
import org.springframework.stereotype.Component;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;

/**
 * Writes invoices and sends them by mail: seconds of work that no customer should wait
 * for.
 */
@Component
class InvoiceTasks {

    private final OrderRepository orders;

    private final JavaMailSender mail;

    InvoiceTasks(OrderRepository orders, JavaMailSender mail) {
        this.orders = orders;
        this.mail = mail;
    }

    /**
     * Sends the invoice of an order. The task is given an id and reads the order itself,
     * so that it works on what is true when it runs. A mail server that is away is tried
     * again, five times, each time after a longer wait.
     */
    @SharedTask(name = "shop.send_invoice_email", queue = "mail", maxRetries = 5, retryFor = MailException.class,
            dontRetryFor = MailParseException.class, retryBackoff = "2s", retryBackoffMax = "5m", timeLimit = "1m")
    SentInvoice sendInvoiceEmail(long orderId, TaskContext task) throws IOException {
        Order order = this.orders.findById(orderId).orElseThrow(() -> task.reject("There is no such order"));
        byte[] invoice = invoice(order);
        task.progress(1, 2, "invoice written");
        this.mail.send((MimeMessagePreparator) (message) -> {
            MimeMessageHelper mail = new MimeMessageHelper(message, true, "UTF-8");
            mail.setFrom("shop@example.com");
            mail.setTo(order.email());
            mail.setSubject("Your invoice " + order.number());
            mail.setText("Thank you for your order. The invoice is attached.");
            mail.addAttachment(order.number() + ".pdf", new ByteArrayResource(invoice), "application/pdf");
        });
        task.progress(2, 2, "invoice sent");
        return new SentInvoice(order.number(), invoice.length);
    }

    /** The invoice as a PDF of one page, with a row for each line of the order. */
    static byte[] invoice(Order order) throws IOException {
        try (Pdf pdf = new Pdf(PDRectangle.A4)) {
            pdf.line(22, "Invoice " + order.number(), order.placedOn().toString());
            pdf.line(12, "For " + order.email(), "");
            pdf.line(12, "", "");
            for (OrderLine line : order.lines()) {
                pdf.line(11, line.quantity() + " x " + line.product() + " at " + line.unitPrice(),
                        line.total().toPlainString());
            }
            pdf.line(14, "Total", order.total() + " EUR");
            return pdf.toBytes();
        }
    }

    /** What is told of an invoice that went out. */
    record SentInvoice(String number, int bytes) {
    }

}
