package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Encoder;
import io.glasswatch.explainer.model.MiniLm;
import io.glasswatch.explainer.tokenize.Tokenizer;
import io.glasswatch.explainer.tokenize.Windows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns labelled texts into what a head learns from: the shipped encoder's vectors.
 *
 * @param cache file of the vectors; made if absent, so that a second run is quick
 * @param threads CPU threads of the encoder, at least 1
 * @param progress told a line of text now and then; never text of a row
 */
record TextEncoding(Path cache, int threads, Consumer<String> progress) {

  private static final int BATCHES_A_LINE = 50;

  /** Returns an example a text, in order. */
  List<Example> of(List<LabelledText> texts) throws IOException {
    EmbeddingCache vectors = new EmbeddingCache(cache);
    try (Encoder encoder = new Encoder(MiniLm.onnx(), threads);
        Tokenizer tokenizer = Tokenizer.read(MiniLm.tokenizerJson())) {
      int[] batches = {0};
      vectors.fill(
          texts.stream().map(LabelledText::text).toList(),
          tokenizer,
          Windows.DEFAULT,
          encoder,
          left -> {
            if (batches[0]++ % BATCHES_A_LINE == 0) {
              progress.accept("%d texts to encode".formatted(left));
            }
          });
    }
    return texts.stream().map(text -> new Example(text, vectors.vectors(text.text()))).toList();
  }
}
