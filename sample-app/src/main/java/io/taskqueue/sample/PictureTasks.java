package io.taskqueue.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;

import org.springframework.stereotype.Component;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;

/** Makes pictures fit for the shop's pages. */
@Component
class PictureTasks {

    static final List<Integer> WIDTHS = List.of(1200, 600, 200);

    private final ShopFiles files;

    PictureTasks(ShopFiles files) {
        this.files = files;
    }

    /**
     * Writes a picture in three sizes, beside it. Pictures have a queue of their own, so
     * that a thousand of them do not stand between a customer and the invoice; whoever
     * has many starts a worker for {@code pictures} alone.
     */
    @SharedTask(name = "shop.resize_picture", queue = "pictures", priority = 2, softTimeLimit = "20s",
            timeLimit = "30s")
    List<Resized> resizePicture(String picture, TaskContext task) throws IOException {
        BufferedImage original = Pictures.read(this.files.file(picture));
        List<Resized> sizes = new ArrayList<>();
        for (int width : WIDTHS) {
            BufferedImage scaled = Pictures.scale(original, Math.min(width, original.getWidth()));
            ImageIO.write(scaled, "jpg", this.files.file(nameOf(picture, width)).toFile());
            sizes.add(new Resized(nameOf(picture, width), scaled.getWidth(), scaled.getHeight()));
            task.progress(sizes.size(), WIDTHS.size(), width + " pixels wide");
        }
        return sizes;
    }

    static String nameOf(String picture, int width) {
        return picture + "-" + width + ".jpg";
    }

    /** One size of a picture. */
    record Resized(String file, int width, int height) {
    }

}
