package io.taskqueue.sample;

import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.oned.Code128Reader;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

class PaperTests {

    @Test
    void invoiceListsEveryLineAndTheTotal() throws Exception {
        assertThat(textOf(InvoiceTasks.invoice(order()))).contains("Invoice SHOP-0000042", "2026-11-21",
                "For ada@example.com", "2 x Mug, blue at 12.90", "25.80", "3 x Rug, 2 × 3 m at 329.00", "987.00",
                "Total", "1012.80 EUR");
    }

    @Test
    void invoiceSurvivesTextItsFontLacks() throws Exception {
        Order order = new Order("ジョン@example.com", "", LocalDate.EPOCH,
                List.of(new OrderLine("X", "two\nlines\u0000 and 🍵", 1, BigDecimal.ONE)));
        ReflectionTestUtils.setField(order, "id", 1L);
        assertThat(textOf(InvoiceTasks.invoice(order))).contains("For ???@example.com", "1 x two?lines? and ?");
    }

    @Test
    void barcodeOnTheLabelReadsAsTheOrderNumber() throws Exception {
        try (PDDocument label = Loader.loadPDF(LabelTasks.label(order()))) {
            BufferedImage page = new PDFRenderer(label).renderImageWithDPI(0, 200);
            int[] pixels = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
            BinaryBitmap scanned = new BinaryBitmap(
                    new HybridBinarizer(new RGBLuminanceSource(page.getWidth(), page.getHeight(), pixels)));
            assertThat(new Code128Reader().decode(scanned).getText()).isEqualTo("SHOP-0000042");
        }
    }

    private static Order order() {
        Order order = new Order("ada@example.com", "", LocalDate.of(2026, 11, 21),
                List.of(new OrderLine("MUG-BLUE", "Mug, blue", 2, new BigDecimal("12.90")),
                        new OrderLine("RUG-WOOL", "Rug, 2 × 3 m", 3, new BigDecimal("329.00"))));
        ReflectionTestUtils.setField(order, "id", 42L);
        return order;
    }

    private static String textOf(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

}
