package io.taskqueue.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;

/** Makes pictures fit for the shop's pages. */
@Component
class PictureTasks {

    static final List<Integer> WIDTHS = List.of(1200, 600, 200);

    private static final int THUMBNAIL = 120;

    private final ShopFiles files;

    private final OrderRepository orders;

    private final Resource productPicture;

    PictureTasks(ShopFiles files, OrderRepository orders, @Value("classpath:demo-picture.jpg") Resource picture) {
        this.files = files;
        this.orders = orders;
        this.productPicture = picture;
    }

    /**
     * Writes a picture in three sizes, beside it. Pictures have a queue of their own, so
     * that a thousand of them do not stand between a customer and the invoice; whoever
     * has many starts a worker for {@code pictures} alone.
     */
    @SharedTask(name = "shop.resize_picture", queue = "pictures", priority = 2, softTimeLimit = "20s",
            timeLimit = "30s")
    List<Resized> resizePicture(String picture, TaskContext task) throws IOException {
        BufferedImage original;
        try (InputStream stored = Files.newInputStream(this.files.file(picture))) {
            original = Pictures.read(stored);
        }
        List<Resized> sizes = new ArrayList<>();
        for (int width : WIDTHS) {
            BufferedImage scaled = Pictures.scale(original, Math.min(width, original.getWidth()));
            ImageIO.write(scaled, "jpg", this.files.file(nameOf(picture, width)).toFile());
            sizes.add(new Resized(nameOf(picture, width), scaled.getWidth(), scaled.getHeight()));
            task.progress(sizes.size(), WIDTHS.size(), width + " pixels wide");
        }
        return sizes;
    }

    /**
     * Writes a small picture of each product of an order, for its confirmation. In this
     * shop all products look alike.
     */
    @SharedTask(name = "shop.make_thumbnails", queue = "pictures", priority = 5, softTimeLimit = "20s",
            timeLimit = "30s")
    List<String> makeThumbnails(long orderId, TaskContext task) throws IOException {
        Order order = this.orders.findById(orderId).orElseThrow(() -> task.reject("There is no such order"));
        BufferedImage product;
        try (InputStream stored = this.productPicture.getInputStream()) {
            product = Pictures.read(stored);
        }
        List<String> names = thumbnails(order);
        for (String name : names) {
            ImageIO.write(Pictures.scale(product, THUMBNAIL), "jpg", this.files.file(name).toFile());
        }
        return names;
    }

    /** The files that its thumbnails are in. */
    static List<String> thumbnails(Order order) {
        return IntStream.rangeClosed(1, order.lines().size())
            .mapToObj((line) -> "thumbnail-" + order.token() + "-" + line + ".jpg")
            .toList();
    }

    static String nameOf(String picture, int width) {
        return picture + "-" + width + ".jpg";
    }

    /** One size of a picture. */
    record Resized(String file, int width, int height) {
    }

}
