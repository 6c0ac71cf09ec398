package io.glasswatch.onnx.graph;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Weights kept in files beside the model, mapped into memory rather than copied. */
final class ExternalData {
  private final Path folder;

  ExternalData(Path folder) {
    this.folder = folder;
  }

  static String location(TensorProto tensor) {
    return entry(tensor, "location", "");
  }

  /** Returns {@code tensor} with its elements in it. */
  TensorProto load(TensorProto tensor) {
    Path file = resolve(tensor);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long offset = number(tensor, "offset", 0);
      long length = number(tensor, "length", channel.size() - offset);
      if (offset < 0 || length < 0 || offset > channel.size() - length) {
        throw new InvalidModelException(
            "tensor \"%s\" asks for %d bytes at %d of \"%s\", which has %d bytes"
                .formatted(tensor.getName(), length, offset, location(tensor), channel.size()));
      }
      if (length > Integer.MAX_VALUE) {
        return kept(tensor, file.toAbsolutePath().toString(), offset, length);
      }
      ByteString bytes =
          UnsafeByteOperations.unsafeWrap(
              channel.map(FileChannel.MapMode.READ_ONLY, offset, length));
      return tensor.toBuilder().clearDataLocation().clearExternalData().setRawData(bytes).build();
    } catch (IOException e) {
      throw new InvalidModelException(
          "cannot read \"%s\", where tensor \"%s\" is kept"
              .formatted(location(tensor), tensor.getName()),
          e);
    }
  }

  /** Returns {@code tensor} with its elements where they are: so many that no buffer holds them. */
  static TensorProto kept(TensorProto tensor, String location, long offset, long length) {
    return tensor.toBuilder()
        .clearRawData()
        .clearExternalData()
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", Long.toString(length)))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  static boolean isKept(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  /** Returns the bytes of the elements of {@code tensor}, wherever they are. */
  static long size(TensorProto tensor) {
    return isKept(tensor) ? number(tensor, "length", 0) : tensor.getSerializedSize();
  }

  /** Appends the elements of {@code tensor} to {@code out}. */
  static void copy(TensorProto tensor, FileChannel out) throws IOException {
    if (!isKept(tensor)) {
      for (ByteBuffer bytes : tensor.getRawData().asReadOnlyByteBufferList()) {
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      return;
    }
    Path from = Path.of(location(tensor));
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
      long at = number(tensor, "offset", 0);
      long end = at + number(tensor, "length", 0);
      while (at < end) {
        long moved = in.transferTo(at, end - at, out);
        if (moved <= 0) {
          throw new EOFException(from + " became shorter while it was copied");
        }
        at += moved;
      }
    }
  }

  /* Only a file under the model's own folder: no absolute path, no "..", no link that leads out. */
  private Path resolve(TensorProto tensor) {
    String location = location(tensor);
    try {
      Path relative = Path.of(location);
      Path file = folder.resolve(relative).normalize();
      boolean inside =
          !location.isEmpty()
              && !relative.isAbsolute()
              && !location.contains("\\")
              && file.startsWith(folder.normalize());
      if (inside && Files.exists(file)) {
        inside = file.toRealPath().startsWith(folder.toRealPath());
      }
      if (inside) {
        return file;
      }
    } catch (InvalidPathException | IOException e) {
      throw new InvalidModelException(refusal(tensor, location), e);
    }
    throw new InvalidModelException(refusal(tensor, location));
  }

  private static String refusal(TensorProto tensor, String location) {
    return "tensor \"%s\" is kept in \"%s\", which is not a file inside the model's folder"
        .formatted(tensor.getName(), location);
  }

  private static long number(TensorProto tensor, String key, long otherwise) {
    String text = entry(tensor, key, "");
    try {
      return text.isEmpty() ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidModelException(
          "tensor \"%s\" has %s \"%s\", which is not a number"
              .formatted(tensor.getName(), key, text),
          e);
    }
  }

  private static String entry(TensorProto tensor, String key, String otherwise) {
    return tensor.getExternalDataList().stream()
        .filter(e -> e.getKey().equals(key))
        .map(StringStringEntryProto::getValue)
        .findFirst()
        .orElse(otherwise);
  }
}
