package io.glasswatch.explainer;

import io.glasswatch.explainer.model.ModelFolder;
import io.glasswatch.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Model folders for the small exports, whose words are {@code w1, w2, ...} and {@code a}. */
final class GoldenFolder {

  private static final int VOCABULARY = 200;

  private GoldenFolder() {}

  /** Fills {@code folder} with a golden export, or skips the test if there are none. */
  static void fill(Path folder, String golden, String settings) throws IOException {
    byte[] onnx = Files.readAllBytes(Project.shared("models/" + golden + ".onnx"));
    fill(folder, onnx, settings);
  }

  /** Fills {@code folder} with any model of as many words. */
  static void fill(Path folder, byte[] onnx, String settings) throws IOException {
    Files.write(folder.resolve(ModelFolder.MODEL), onnx);
    Files.writeString(folder.resolve(ModelFolder.TOKENIZER), tokenizer());
    Files.writeString(folder.resolve(ModelFolder.SETTINGS), settings);
  }

  private static String tokenizer() {
    String words =
        IntStream.range(1, VOCABULARY)
            .mapToObj(i -> "\"%s\":%d".formatted(i == VOCABULARY - 1 ? "a" : "w" + i, i))
            .collect(Collectors.joining(","));
    return """
        {"version":"1.0","truncation":null,"padding":null,"normalizer":null,
         "pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":null,"decoder":null,
         "added_tokens":[{"id":0,"content":"[UNK]","single_word":false,"lstrip":false,
           "rstrip":false,"normalized":false,"special":true}],
         "model":{"type":"WordLevel","unk_token":"[UNK]","vocab":{"[UNK]":0,%s}}}
        """
        .formatted(words);
  }
}
