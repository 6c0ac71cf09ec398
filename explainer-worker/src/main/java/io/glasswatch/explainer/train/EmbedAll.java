package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.*;
import io.glasswatch.explainer.tokenize.*;
import java.nio.file.*;
import java.util.*;

public final class EmbedAll {
  public static void main(String[] a) throws Exception {
    List<String> texts = new ArrayList<>();
    LabelledTexts.in(Path.of(a[0]), LabelledText.Use.TRAIN).forEach(t -> texts.add(t.text()));
    int n = 0;
    for (LabelledText t : LabelledTexts.in(Path.of(a[1]), LabelledText.Use.MEASURE)) {
texts.add(t.text());
    }
    System.out.println(texts.size() + " texts");
    try (Encoder e = new Encoder(MiniLm.onnx(), 1); Tokenizer t = Tokenizer.read(MiniLm.tokenizerJson())) {
      long t0 = System.currentTimeMillis();
      int[] k = {0};
      new EmbeddingCache(Path.of(a[2])).fill(texts, t, Windows.DEFAULT, e, left -> { if (k[0]++ % 20 == 0) System.out.println((System.currentTimeMillis()-t0)/1000 + " s, left " + left); });
    }
  }
}
