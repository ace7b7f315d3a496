package io.taskqueue.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;

/**
 * What the shop's own people ask for: long jobs, each answered at once with what will
 * come of it.
 */
@RestController
@ResponseStatus(HttpStatus.ACCEPTED)
class BackOfficeController {

    private static final int LARGEST_PICTURE = 8_000_000;

    private final TaskTemplate tasks;

    private final ShopFiles files;

    private final Resource demoPicture;

    BackOfficeController(TaskTemplate tasks, ShopFiles files, @Value("classpath:demo-picture.jpg") Resource picture) {
        this.tasks = tasks;
        this.files = files;
        this.demoPicture = picture;
    }

    @PostMapping("/imports")
    Started importOldOrders() {
        return Started.of(this.tasks.delay(ImportTasks::importOrders, OldOrders.FILE), List.of());
    }

    @PostMapping("/reports")
    Started report(@RequestParam LocalDate from, @RequestParam LocalDate to) {
        String file = ShopFiles.freshName("report", ".csv");
        return Started.of(this.tasks.delay(ReportTasks::salesReport, from, to, file), List.of(file));
    }

    @PostMapping(path = "/pictures", consumes = { "image/jpeg", "image/png" })
    Started resize(InputStream picture) throws IOException {
        byte[] bytes = picture.readNBytes(LARGEST_PICTURE + 1);
        if (bytes.length > LARGEST_PICTURE) {
            throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE);
        }
        String name = ShopFiles.freshName("picture", "");
        Files.write(this.files.file(name), bytes);
        return Started.of(this.tasks.delay(PictureTasks::resizePicture, name),
                PictureTasks.WIDTHS.stream().map((width) -> PictureTasks.nameOf(name, width)).toList());
    }

    @PostMapping("/pictures/demo")
    Started resizeDemoPicture() throws IOException {
        try (InputStream picture = this.demoPicture.getInputStream()) {
            return resize(picture);
        }
    }

    /** A task that was called, and where to find what it makes. */
    record Started(String task, List<String> files) {

        static Started of(AsyncResult<?> result, List<String> files) {
            return new Started(result.id(), files.stream().map((file) -> "/files/" + file).toList());
        }

    }

}
