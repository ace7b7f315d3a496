package io.taskqueue.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import org.apache.commons.csv.CSVFormat;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The one folder that the shop writes to. Tasks are told names in it, never paths:
 * whoever could send a message could otherwise have any file read or written. What may be
 * downloaded has a name that cannot be guessed.
 */
@RestController
class ShopFiles {

    /**
     * Comma-separated values as RFC 4180 has them: quoted where need be, names in the
     * first row.
     */
    static final CSVFormat CSV = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    private final Path folder;

    ShopFiles(@Value("${shop.output}") Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath().normalize());
    }

    /** A name that is free and cannot be guessed. */
    static String freshName(String what, String extension) {
        return what + "-" + UUID.randomUUID() + extension;
    }

    /** The file of this name, which may not exist yet. */
    Path file(String name) {
        if (!name.matches("[a-z0-9-]{1,80}(\\.[a-z]{3,4})?")) {
            throw new IllegalArgumentException("A file of the shop has a simple name");
        }
        return this.folder.resolve(name);
    }

    @GetMapping("/files/{name:[a-z]+-[0-9a-f-]{36}(?:-[0-9]+)?\\.(?:csv|jpg|pdf)}")
    ResponseEntity<Resource> download(@PathVariable String name) {
        Path file = file(name);
        return Files.exists(file)
                ? ResponseEntity.ok().header("X-Content-Type-Options", "nosniff").body(new FileSystemResource(file))
                : ResponseEntity.notFound().build();
    }

}
