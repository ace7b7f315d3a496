package io.taskqueue.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Collectors;

import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/** A page of paper, written from the top down in a font that it brings along. */
final class Pdf implements AutoCloseable {

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final int MARGIN = 40;

    private final PDDocument document = new PDDocument();

    private final PDPageContentStream page;

    private final PDFont font;

    private final CmapLookup glyphs;

    private final float width;

    private float y;

    Pdf(PDRectangle size) throws IOException {
        PDPage first = new PDPage(size);
        this.document.addPage(first);
        this.page = new PDPageContentStream(this.document, first);
        TrueTypeFont file = new TTFParser()
            .parse(RandomAccessReadBuffer.createBufferFromStream(PDDocument.class.getResourceAsStream(FONT)));
        this.glyphs = file.getUnicodeCmapLookup();
        this.font = PDType0Font.load(this.document, file, true);
        this.width = size.getWidth();
        this.y = size.getHeight() - MARGIN;
    }

    /** A line of text, with another one at its right end. */
    void line(int size, String left, String right) throws IOException {
        this.y -= size * 1.6f;
        write(size, MARGIN, writable(left));
        String end = writable(right);
        write(size, this.width - MARGIN - this.font.getStringWidth(end) / 1000 * size, end);
    }

    /** A picture of this height, as wide as the page. */
    void picture(BufferedImage picture, int height) throws IOException {
        this.y -= height + 10;
        this.page.drawImage(LosslessFactory.createFromImage(this.document, picture), MARGIN, this.y,
                this.width - 2 * MARGIN, height);
    }

    byte[] toBytes() throws IOException {
        this.page.close();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        this.document.save(bytes);
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        this.document.close();
    }

    private void write(int size, float x, String text) throws IOException {
        this.page.beginText();
        this.page.setFont(this.font, size);
        this.page.newLineAtOffset(x, this.y);
        this.page.showText(text);
        this.page.endText();
    }

    /**
     * The text with a question mark for what the font lacks: an unusual name must not
     * cost anyone their invoice.
     */
    private String writable(String text) {
        return text.codePoints()
            .map((point) -> (this.glyphs.getGlyphId(point) != 0) ? point : '?')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    }

}
