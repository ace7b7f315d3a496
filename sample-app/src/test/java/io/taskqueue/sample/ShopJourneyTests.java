package io.taskqueue.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.imageio.ImageIO;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.taskqueue.TaskTemplate;
import io.taskqueue.beat.ScheduleOperations;
import io.taskqueue.sample.BackOfficeController.Started;
import io.taskqueue.sample.CardTerminal.Payment;
import io.taskqueue.sample.ImportTasks.Imported;
import io.taskqueue.sample.NightTasks.Backup;
import io.taskqueue.sample.OrderService.OrderView;
import io.taskqueue.sample.ReportTasks.SalesReport;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole shop, driven from outside as its page does it. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "shop.demo=false")
class ShopJourneyTests {

    @TempDir
    private static Path output;

    @Autowired
    private TaskTemplate tasks;

    @Autowired
    private ScheduleOperations schedules;

    @Autowired
    private GreenMail mails;

    @Autowired
    private JdbcClient database;

    @LocalServerPort
    private int port;

    private Shop shop;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("shop.output", output::toString);
    }

    @BeforeEach
    void openShop() {
        this.shop = new Shop(this.port);
    }

    @Test
    void nightlyBackupAndCollectionComeRound() throws IOException {
        awaitSchedules();
        assertThat(this.schedules.find("nightly-backup").orElseThrow().spec().zone()).isEqualTo("Europe/Berlin");
        assertThat(this.schedules.find("last-month").orElseThrow().spec().kwargs()).isEqualTo("{\"days\": 31}");
        assertThat(this.schedules.find("collection").orElseThrow().runs().next())
            .isBefore(Instant.now().plus(Duration.ofMinutes(1)));
        String id = this.schedules.trigger("nightly-backup");
        Backup backup = this.tasks.result(id, Backup.class).orElseThrow().get(Duration.ofSeconds(30));
        assertThat(Files.readAllLines(output.resolve(backup.file()))).hasSize(backup.rows() + 1)
            .startsWith("day,sku,product,quantity,revenue");
    }

    private void awaitSchedules() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.schedules.all().size() >= 3);
    }

    @Test
    void orderIsAcceptedAndItsTasksRun() {
        ResponseEntity<OrderView> answer = this.shop.order("bob@example.com", "MUG-BLUE", 3, "");
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        OrderView order = this.shop.awaitOrder(answer.getBody(),
                (found) -> succeeded(found, "invoice", "thumbnails", "warehouse", "label", "confirmation"));
        assertThat(order.total()).isEqualTo("38.70");
        assertThat(order.tasks()).containsOnlyKeys("invoice", "thumbnails", "warehouse", "label", "confirmation");
    }

    @Test
    void orderIsConfirmedWithPicturesAfterItsInvoice() throws Exception {
        OrderView order = this.shop.order("cleo@example.com", "MUG-BLUE", 1, "").getBody();
        OrderView done = this.shop.awaitOrder(order, (found) -> succeeded(found, "confirmation"));
        List<MimeMessage> received = mailsTo("cleo@example.com");
        assertThat(received).extracting((mail) -> mail.getSubject())
            .containsExactly("Your invoice " + order.number(), "Your order " + order.number() + " is being packed");
        Multipart parts = (Multipart) received.get(1).getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(ImageIO.read(parts.getBodyPart(1).getInputStream()).getWidth()).isEqualTo(120);
        JsonNode workflow = this.shop
            .get("/actuator/taskqueue/workflows/" + done.tasks().get("confirmation").id(), JsonNode.class)
            .getBody();
        assertThat(workflow.path("steps")).hasSize(5);
    }

    @Test
    void invoiceArrivesByMailWithItsTotal() throws Exception {
        OrderView order = this.shop.order("carol@example.com", "LAMP-DESK", 2, "").getBody();
        this.shop.awaitOrder(order, (found) -> succeeded(found, "invoice"));
        List<MimeMessage> received = mailsTo("carol@example.com");
        assertThat(received.get(0).getSubject()).isEqualTo("Your invoice " + order.number());
        BodyPart attachment = ((Multipart) received.get(0).getContent()).getBodyPart(1);
        assertThat(attachment.getFileName()).isEqualTo(order.number() + ".pdf");
        try (PDDocument invoice = Loader.loadPDF(attachment.getInputStream().readAllBytes())) {
            assertThat(new PDFTextStripper().getText(invoice)).contains("Desk lamp \"Nora\", brass", "158.00 EUR");
        }
    }

    @Test
    void taskThatFailsTwiceSucceedsInItsThirdAttempt() {
        OrderView order = this.shop.order("dan@example.com", "VASE-GLASS", 1, "flaky").getBody();
        OrderView done = this.shop.awaitOrder(order, (found) -> succeeded(found, "warehouse"));
        String task = done.tasks().get("warehouse").id();
        assertThat(this.shop.awaitEnd(task).path("attempt").asInt()).isEqualTo(3);
        JsonNode attempts = this.shop.result(task).path("attempts");
        assertThat(attempts).extracting((attempt) -> attempt.path("state").asString())
            .containsExactly("RETRY", "RETRY", "SUCCESS");
        assertThat(attempts.path(1).path("error").path("type").asString()).contains("ServiceUnavailable");
    }

    @Test
    void labelIsPrintedAndCanBeDownloaded() {
        OrderView order = this.shop.order("eve@example.com", "CUSHION", 1, "").getBody();
        this.shop.awaitOrder(order, (found) -> succeeded(found, "label"));
        String name = "label-" + order.token() + ".pdf";
        assertThat(output.resolve(name)).exists();
        assertThat(new String(this.shop.get("/files/" + name, byte[].class).getBody(), 0, 4, StandardCharsets.US_ASCII))
            .isEqualTo("%PDF");
    }

    @Test
    void declinedCardFailsForGoodAndSaysWhy() {
        OrderView order = this.shop.order("fay@example.com", "TABLE-OAK", 2, "").getBody();
        this.shop.post("/orders/" + order.token() + "/payment", Map.of(), OrderView.class);
        OrderView done = this.shop.awaitOrder(order, (found) -> found.tasks().containsKey("payment")
                && "FAILURE".equals(found.tasks().get("payment").state()));
        assertThat(done.tasks().get("payment").error()).isEqualTo("CardDeclinedException");
        JsonNode result = this.shop.result(done.tasks().get("payment").id());
        assertThat(result.path("state").asString()).isEqualTo("FAILURE");
        assertThat(result.path("attempt").asInt()).isOne();
        assertThat(result.path("error").path("message").asString())
            .isEqualTo("The card was declined: 1298.00 is more than its limit of 1000.00");
    }

    @Test
    void cardIsChargedOnceHoweverOftenOnePays() {
        OrderView order = this.shop.order("gus@example.com", "MUG-WHITE", 1, "").getBody();
        String payment = "/orders/" + order.token() + "/payment";
        Payment first = result(this.shop.post(payment, Map.of(), OrderView.class), "payment", Payment.class);
        Payment second = result(this.shop.post(payment, Map.of(), OrderView.class), "payment", Payment.class);
        assertThat(first.amount()).isEqualTo("11.90");
        assertThat(second.receipt()).isEqualTo(first.receipt());
    }

    @Test
    void importBringsEveryRowAndTellsItsProgress() {
        Started started = this.shop.start("/imports");
        JsonNode result = this.shop.awaitEnd(started.task());
        assertThat(result.path("state").asString()).isEqualTo("SUCCESS");
        assertThat(result.path("progress").path("done").asInt()).isEqualTo(OldOrders.COUNT);
        assertThat(result.path("progress").path("total").asInt()).isEqualTo(OldOrders.COUNT);
        assertThat(importedRows()).isEqualTo(OldOrders.COUNT);
        // Once more, as after a crash: everything is read, nothing is doubled.
        Imported again = this.tasks.delay(ImportTasks::importOrders, OldOrders.FILE).get(Duration.ofSeconds(60));
        assertThat(again).isEqualTo(new Imported(OldOrders.COUNT, 0));
        assertThat(importedRows()).isEqualTo(OldOrders.COUNT);
    }

    @Test
    void reportEqualsTheSumsOfTheFile() throws IOException {
        this.tasks.delay(ImportTasks::importOrders, OldOrders.FILE).get(Duration.ofSeconds(60));
        Map<String, BigDecimal> products = new TreeMap<>();
        Map<String, BigDecimal> cells = new TreeMap<>();
        for (CSVRecord row : csv(Files.readString(output.resolve(OldOrders.FILE)))) {
            BigDecimal revenue = new BigDecimal(row.get("quantity")).multiply(new BigDecimal(row.get("unit_price")));
            products.merge(row.get("sku"), revenue, BigDecimal::add);
            cells.merge(row.get("day") + " " + row.get("sku"), revenue, BigDecimal::add);
        }
        Started started = this.shop.start("/reports?from=2025-01-01&to=2025-12-31");
        SalesReport report = this.tasks.result(started.task(), SalesReport.class)
            .orElseThrow()
            .get(Duration.ofSeconds(60));
        assertThat(report.products()).isEqualTo(products);
        assertThat(report.revenue()).isEqualTo(products.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(report.days()).isEqualTo(OldOrders.DAYS);
        Map<String, BigDecimal> reported = new TreeMap<>();
        for (CSVRecord row : csv(this.shop.get(started.files().get(0), String.class).getBody())) {
            reported.put(row.get("day") + " " + row.get("sku"), new BigDecimal(row.get("revenue")));
        }
        assertThat(reported).isEqualTo(cells);
    }

    @Test
    void pictureComesInThreeSizes() throws IOException {
        Started started = this.shop.start("/pictures/demo");
        assertThat(this.shop.awaitEnd(started.task()).path("state").asString()).isEqualTo("SUCCESS");
        List<String> sizes = started.files()
            .stream()
            .map(this::picture)
            .map((found) -> found.getWidth() + "x" + found.getHeight())
            .toList();
        assertThat(sizes).containsExactly("1200x800", "600x400", "200x133");
    }

    @Test
    void uploadThatIsNoPictureFailsItsTask() {
        Started started = this.shop.post("/pictures", "no picture".getBytes(StandardCharsets.UTF_8), Started.class)
            .getBody();
        JsonNode result = this.shop.awaitEnd(started.task());
        assertThat(result.path("state").asString()).isEqualTo("FAILURE");
        assertThat(result.path("error").asString()).isEqualTo("UnusablePictureException");
    }

    @Test
    void invalidOrdersAreRefusedAndCallNothing() {
        assertThat(this.shop.order("no address", "MUG-BLUE", 1, "").getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(this.shop.order("hal@example.com", "NOTHING", 1, "").getStatusCode())
            .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(this.shop.order("hal@example.com", "MUG-BLUE", 0, "").getStatusCode())
            .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(this.database.sql("select count(*) from shop_order where email = 'hal@example.com'")
            .query(Long.class)
            .single()).isZero();
    }

    @Test
    @Tag("S32")
    void tasksAreReadThroughTheirOrderOnly() {
        OrderView order = this.shop.order("ida@example.com", "CUSHION", 1, "").getBody();
        String task = order.tasks().get("invoice").id();
        ResponseEntity<String> byTaskId = this.shop.get("/orders/" + task, String.class);
        ResponseEntity<String> unknown = this.shop.get("/orders/00000000-0000-0000-0000-000000000000", String.class);
        assertThat(byTaskId.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(byTaskId.getBody()).isEqualTo(unknown.getBody());
        assertThat(this.shop.post("/orders/" + task + "/payment", Map.of(), String.class).getStatusCode())
            .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(this.shop.get("/files/old-orders.csv", String.class).getStatusCode())
            .isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void pageAndItsFilesAreServed() {
        assertThat(this.shop.get("/", String.class).getBody()).contains("taskqueue shop", "shop.js",
                "Content-Security-Policy");
        assertThat(this.shop.get("/shop.js", String.class).getBody()).doesNotContain("innerHTML =",
                "insertAdjacentHTML");
        assertThat(this.shop.get("/products", JsonNode.class).getBody()).hasSize(12);
        assertThat(this.shop.get("/mails", JsonNode.class).getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(this.shop.get("/actuator/taskqueue", JsonNode.class).getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    private static boolean succeeded(OrderView order, String... names) {
        return Arrays.stream(names).allMatch((name) -> "SUCCESS".equals(order.tasks().get(name).state()));
    }

    private <T> T result(ResponseEntity<OrderView> order, String task, Class<T> type) {
        String id = order.getBody().tasks().get(task).id();
        return this.tasks.result(id, type).orElseThrow().get(Duration.ofSeconds(60));
    }

    private List<MimeMessage> mailsTo(String address) {
        return Arrays.stream(this.mails.getReceivedMessagesForDomain(address)).toList();
    }

    private long importedRows() {
        return this.database.sql("select count(*) from shop_order where old_number is not null")
            .query(Long.class)
            .single();
    }

    private BufferedImage picture(String path) {
        try (InputStream bytes = new ByteArrayInputStream(this.shop.get(path, byte[].class).getBody())) {
            return ImageIO.read(bytes);
        }
        catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static List<CSVRecord> csv(String text) throws IOException {
        try (CSVParser rows = CSVParser.parse(new StringReader(text), ShopFiles.CSV)) {
            return rows.getRecords();
        }
    }

}
