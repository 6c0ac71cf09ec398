package io.glasswatch.onnx;

import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.pass.FindAttention.Site;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Guesses what family a model is of, for a reader; nothing depends on it. */
final class Architectures {

  /** Names that exporters leave in weights and nodes; the more particular come first. */
  private static final List<String> FAMILIES =
      List.of(
          "modernbert",
          "distilbert",
          "xlm-roberta",
          "roberta",
          "albert",
          "electra",
          "mpnet",
          "deberta",
          "mobilebert",
          "camembert",
          "bert",
          "gpt_neox",
          "gptneox",
          "gpt2",
          "bloom",
          "falcon",
          "opt",
          "mistral",
          "mixtral",
          "qwen",
          "gemma",
          "phi",
          "llama");

  private Architectures() {}

  static String guess(ModelParts parts, List<Site> sites) {
    String names =
        Stream.concat(
                parts.graph().initializers().keySet().stream(),
                parts.graph().nodes().stream().map(Node::name))
            .collect(Collectors.joining(" "))
            .toLowerCase(Locale.ROOT);
    String family =
        FAMILIES.stream()
            .filter(f -> names.matches("(?s).*(^|[^a-z])" + f + "([^a-z]|\\d|$).*"))
            .findFirst()
            .orElseGet(() -> byNames(names));
    return "%s, %d layers of width %d".formatted(family, sites.size(), parts.embedding().width());
  }

  /* Exports of bare models keep only the names of their parts. */
  private static String byNames(String names) {
    if (names.contains("encoder.layer") || names.contains("encoder/layer")) {
      return "bert-like encoder";
    }
    if (names.contains("transformer.h.") || names.contains("transformer/h.")) {
      return "gpt-like decoder";
    }
    boolean gated = names.contains("gate_proj") || names.contains("model.layers");
    return gated ? "llama-like decoder" : "transformer";
  }
}
