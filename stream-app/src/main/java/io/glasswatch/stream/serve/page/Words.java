package io.glasswatch.stream.serve.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How numbers, times and names are written for people, the same on every page. */
final class Words {

  private static final DateTimeFormatter TIME_IN_TABLE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Map<String, String> METHODS =
      Map.ofEntries(
          Map.entry("attention", "Attention"),
          Map.entry("attention-rollout", "Attention rollout"),
          Map.entry("attention-gradient", "Gradient × attention"),
          Map.entry("saliency", "Saliency"),
          Map.entry("gradient-x-input", "Gradient × input"),
          Map.entry("integrated-gradients", "Integrated gradients"),
          Map.entry("smoothgrad", "SmoothGrad"),
          Map.entry("deeplift", "DeepLIFT"),
          Map.entry("occlusion", "Occlusion"),
          Map.entry("lime", "LIME"),
          Map.entry("kernel-shap", "Kernel SHAP"),
          Map.entry("owen-shap", "Owen SHAP"),
          Map.entry("counterfactual", "Counterfactual"),
          Map.entry("adversarial", "Adversarial probe"),
          Map.entry("ablation", "Ablation of heads"),
          Map.entry("activations", "Activations"),
          Map.entry("concept", "Concept"));

  private Words() {}

  static String time(Instant time) {
    return TIME.format(time);
  }

  /** A time under a heading that says UTC. */
  static String timeInTable(Instant time) {
    return TIME_IN_TABLE.format(time);
  }

  /** A probability or a threshold: three decimals. */
  static String probability(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** A share of one as the width of a bar: 0 to 100. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  /** An attribution: its sign and four significant digits, whatever its size. */
  static String signed(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%+.4g", value);
  }

  /** A number of unknown size: short, and exact for whole numbers. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  /** How many times something is another. */
  static String times(double value) {
    return String.format(Locale.ROOT, "%.2f ×", value);
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.2f s", value);
  }

  static String method(String id) {
    return METHODS.getOrDefault(id, id);
  }

  static String segments(Map<String, String> segments) {
    return segments.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Returns {@code id} as one step of a path. */
  static String inPath(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
