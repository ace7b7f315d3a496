package io.taskqueue.sample;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.oned.Code128Writer;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

import org.springframework.stereotype.Component;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;

/** Prints what goes on the parcel. */
@Component
class LabelTasks {

    private final OrderRepository orders;

    private final ShopFiles files;

    LabelTasks(OrderRepository orders, ShopFiles files) {
        this.orders = orders;
        this.files = files;
    }

    /**
     * Writes the label of an order. With its priority it overtakes what else waits in its
     * queue, since parcels leave at four. Printing it again overwrites it, so that
     * running twice does no harm.
     */
    @SharedTask(name = "shop.print_shipping_label", priority = 8, softTimeLimit = "10s", timeLimit = "20s")
    String printShippingLabel(long orderId, TaskContext task) throws IOException {
        Order order = this.orders.findById(orderId).orElseThrow(() -> task.reject("There is no such order"));
        String name = "label-" + order.token() + ".pdf";
        Files.write(this.files.file(name), label(order));
        return name;
    }

    /** The label as a small PDF, with the order's number as a barcode. */
    static byte[] label(Order order) throws IOException {
        try (Pdf pdf = new Pdf(PDRectangle.A6)) {
            pdf.line(16, "taskqueue shop", "");
            pdf.line(10, "To " + order.email(), "");
            pdf.picture(barcode(order.number()), 90);
            pdf.line(12, order.number(), order.lines().size() + " lines");
            return pdf.toBytes();
        }
    }

    /** A Code 128 barcode, its thinnest bar some pixels wide, so that it prints sharp. */
    private static BufferedImage barcode(String text) {
        BitMatrix bars = new Code128Writer().encode(text, BarcodeFormat.CODE_128, 0, 1);
        int scale = 4;
        BufferedImage picture = new BufferedImage(bars.getWidth() * scale, 60 * scale, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D ink = picture.createGraphics();
        ink.setColor(Color.WHITE);
        ink.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        ink.setColor(Color.BLACK);
        for (int x = 0; x < bars.getWidth(); x++) {
            if (bars.get(x, 0)) {
                ink.fillRect(x * scale, 0, scale, picture.getHeight());
            }
        }
        ink.dispose();
        return picture;
    }

}
