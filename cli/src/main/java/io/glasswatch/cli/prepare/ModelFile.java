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

  /** Returns {@code file}, whose folder is there to write it to. */
  static Path writable(Path file) throws NoSuchFileException {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException("there is no folder to write %s to".formatted(file));
    }
    if (Files.isDirectory(file)) {
      throw new NoSuchFileException("%s is a folder; name the file to write".formatted(file));
    }
    return file;
  }
}
