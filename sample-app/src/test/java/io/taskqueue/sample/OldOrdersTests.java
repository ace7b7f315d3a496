package io.taskqueue.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

class OldOrdersTests {

    @TempDir
    private Path one;

    @TempDir
    private Path other;

    @Test
    void fileHoldsTenThousandOrders() throws IOException {
        List<CSVRecord> rows = rows(written(this.one));
        assertThat(rows).hasSize(10_000);
        assertThat(rows).extracting((row) -> row.get("number")).doesNotHaveDuplicates();
    }

    @Test
    void fileIsTheSameEveryTime() throws IOException {
        assertThat(written(this.one)).hasSameBinaryContentAs(written(this.other));
    }

    @Test
    void fileThatIsThereIsLeftAlone() throws IOException {
        Path file = Files.writeString(this.one.resolve(OldOrders.FILE), "mine");
        written(this.one);
        assertThat(file).hasContent("mine");
    }

    @Test
    void fieldsKeepTheirCommasQuotesAndLineBreaks() throws IOException {
        assertThat(Files.readString(written(this.one))).contains("\"Dupont \"\"Dédé\"\", André\"",
                "\"Second floor,\nleft door\"");
        List<CSVRecord> rows = rows(this.one.resolve(OldOrders.FILE));
        assertThat(rows).extracting((row) -> row.get("customer")).contains("Dupont \"Dédé\", André");
        assertThat(rows).extracting((row) -> row.get("note")).contains("Second floor,\nleft door");
    }

    private static Path written(Path folder) throws IOException {
        new OldOrders(new ShopFiles(folder), new Catalogue(new ClassPathResource("catalogue.csv")));
        return folder.resolve(OldOrders.FILE);
    }

    private static List<CSVRecord> rows(Path file) throws IOException {
        try (CSVParser csv = CSVParser.parse(file, StandardCharsets.UTF_8, ShopFiles.CSV)) {
            return csv.getRecords();
        }
    }

}
