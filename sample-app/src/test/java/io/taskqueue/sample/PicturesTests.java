package io.taskqueue.sample;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PicturesTests {

    @TempDir
    private Path folder;

    @Test
    void scalingKeepsTheProportions() {
        BufferedImage scaled = Pictures.scale(new BufferedImage(1800, 1200, BufferedImage.TYPE_INT_RGB), 200);
        assertThat(scaled.getWidth()).isEqualTo(200);
        assertThat(scaled.getHeight()).isEqualTo(133);
    }

    @Test
    void scalingDownBlendsAllPixels() {
        BufferedImage stripes = new BufferedImage(1600, 100, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < stripes.getWidth(); x += 2) {
            for (int y = 0; y < stripes.getHeight(); y++) {
                stripes.setRGB(x, y, Color.WHITE.getRGB());
            }
        }
        // Nearest neighbours alone would give white or black.
        assertThat(new Color(Pictures.scale(stripes, 100).getRGB(50, 3)).getRed()).isBetween(100, 155);
    }

    @Test
    void transparencyBecomesWhite() {
        BufferedImage glass = new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB);
        assertThat(Pictures.scale(glass, 5).getRGB(2, 2)).isEqualTo(Color.WHITE.getRGB());
    }

    @Test
    void whatIsNoPictureIsRefused() throws IOException {
        Path file = Files.writeString(this.folder.resolve("text"), "GIF, honestly");
        assertThatExceptionOfType(UnusablePictureException.class)
            .isThrownBy(() -> Pictures.read(Files.newInputStream(file)))
            .withMessageContaining("no picture");
    }

    @Test
    void bombsAreRefusedBeforeTheyAreDecoded() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", png);
        // Width and height stand at offset 16 of every PNG.
        byte[] bytes = ByteBuffer.wrap(png.toByteArray()).putInt(16, 30_000).putInt(20, 30_000).array();
        Path file = Files.write(this.folder.resolve("bomb"), bytes);
        assertThatExceptionOfType(UnusablePictureException.class)
            .isThrownBy(() -> Pictures.read(Files.newInputStream(file)))
            .withMessageContaining("40 million");
    }

}
