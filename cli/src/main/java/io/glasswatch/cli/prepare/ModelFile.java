package io.glasswatch.cli.prepare;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A model named on the command line. */
final class ModelFile {

  private ModelFile() {}

  static Path existing(Path file) throws NoSuchFileException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException("there is no file " + file);
    }
    return file;
  }
}
