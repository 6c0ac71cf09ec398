package io.glasswatch.stream.audit.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Lines as bytes, whatever they hold: an entry that was tampered with need not be UTF-8. */
final class Lines {

  private Lines() {}

  /** Gives each line to {@code reader} without its line feed; a last one may lack it. */
  static void read(InputStream in, Consumer<byte[]> reader) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = buffered.read(); b >= 0; b = buffered.read()) {
      if (b == '\n') {
        reader.accept(line.toByteArray());
        line.reset();
      } else {
        line.write(b);
      }
    }
    if (line.size() > 0) {
      reader.accept(line.toByteArray());
    }
  }
}
