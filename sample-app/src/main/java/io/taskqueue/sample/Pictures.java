package io.taskqueue.sample;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reading and scaling pictures with what Java brings along. */
final class Pictures {

    private static final long MOST_PIXELS = 40_000_000;

    private Pictures() {
    }

    /**
     * Reads a picture. Its size is looked at first: a file of some kilobytes can claim to
     * hold more pixels than there is memory.
     */
    static BufferedImage read(InputStream picture) throws IOException {
        try (ImageInputStream input = ImageIO.createImageInputStream(picture)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw new UnusablePictureException("This is no picture that can be read");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new UnusablePictureException("This picture has more than 40 million pixels");
                }
                return reader.read(0);
            }
            finally {
                reader.dispose();
            }
        }
    }

    /**
     * The picture at this width, by halves as long as possible: one great step would skip
     * most pixels.
     */
    static BufferedImage scale(BufferedImage picture, int width) {
        BufferedImage step = picture;
        while (step.getWidth() > 2 * width) {
            step = draw(step, step.getWidth() / 2, Math.max(1, step.getHeight() / 2));
        }
        return draw(step, width, Math.max(1, Math.round((float) picture.getHeight() * width / picture.getWidth())));
    }

    private static BufferedImage draw(BufferedImage picture, int width, int height) {
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = drawn.createGraphics();
        brush.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        brush.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        brush.drawImage(picture, 0, 0, width, height, Color.WHITE, null);
        brush.dispose();
        return drawn;
    }

}
