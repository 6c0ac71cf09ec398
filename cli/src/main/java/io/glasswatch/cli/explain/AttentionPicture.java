package io.glasswatch.cli.explain;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** One head's attention as a picture: a row a query, a column a key, dark where it looks. */
final class AttentionPicture {

  private static final int WHITE = 255;

  /** The least size in pixels, so that a short text is not blurred. */
  private static final int LEAST = 96;

  private AttentionPicture() {}

  /** Returns a PNG as a {@code data:} address. */
  static String of(float[][] attention) throws IOException {
    int tokens = attention.length;
    int scale = Math.max(1, (LEAST + tokens - 1) / tokens);
    BufferedImage image =
        new BufferedImage(tokens * scale, tokens * scale, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < tokens * scale; y++) {
      for (int x = 0; x < tokens * scale; x++) {
        int grey = Math.round(WHITE * (1 - attention[y / scale][x / scale]));
        image.getRaster().setSample(x, y, 0, Math.min(WHITE, Math.max(0, grey)));
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    ImageIO.write(image, "png", png);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
