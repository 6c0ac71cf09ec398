package io.glasswatch.cli.explain;

import io.glasswatch.cli.explain.Report.Edit;
import io.glasswatch.cli.explain.Report.MethodReport;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Where;
import io.glasswatch.explainer.Explainer;
import io.glasswatch.explainer.attribute.Task;
import io.glasswatch.explainer.model.Inside;
import io.glasswatch.explainer.model.View;
import io.glasswatch.stream.serve.page.ExplanationPage;
import io.glasswatch.stream.serve.page.ExplanationPage.Edited;
import io.glasswatch.stream.serve.page.ExplanationPage.Head;
import io.glasswatch.stream.serve.page.ExplanationPage.Layer;
import io.glasswatch.stream.serve.page.ExplanationPage.Piece;
import io.glasswatch.stream.serve.page.ExplanationPage.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Brings what was explained onto the page. */
final class Pages {

  private static final String ABSENT = "\u2013";

  private Pages() {}

  static String of(SingleCase explained, Explainer explainer) throws IOException {
    Report report = Report.of(explained, explainer);
    return ExplanationPage.render(
        explained.item(),
        report.methods().stream().map(Pages::row).toList(),
        report.methods().stream()
            .filter(method -> !method.edits().isEmpty())
            .map(method -> edited(method, explained.item().interaction()))
            .toList(),
        layers(explained, explainer));
  }

  private static Row row(MethodReport method) {
    return new Row(method.id(), method.numbers(ABSENT), method.trust(), method.shows());
  }

  private static String number(Optional<Double> value) {
    return value.map(v -> String.format(Locale.ROOT, "%.3f", v)).orElse(ABSENT);
  }

  private static Edited edited(MethodReport method, Interaction interaction) {
    List<Edit> edits =
        method.edits().stream().sorted(Comparator.comparingInt(Edit::start)).toList();
    Edit first = edits.get(0);
    String text =
        interaction
            .messages(Where.valueOf(first.where().toUpperCase(Locale.ROOT)))
            .get(first.message())
            .text();
    List<Piece> pieces = new ArrayList<>();
    int done = 0;
    for (Edit edit : edits) {
      int start = text.offsetByCodePoints(0, edit.start());
      int end = text.offsetByCodePoints(0, edit.end());
      pieces.add(
          new Piece(HeatText.printable(text.substring(done, Math.max(done, start))), "", ""));
      pieces.add(
          new Piece(
              "",
              HeatText.printable(edit.text()),
              edit.with().isEmpty() ? "[…]" : HeatText.printable(edit.with())));
      done = Math.max(done, end);
    }
    pieces.add(new Piece(HeatText.printable(text.substring(done)), "", ""));
    String effect =
        method.quality().getOrDefault("flipped", 1.0) == 1
            ? "Without what is struck out the score would be %s."
                .formatted(number(method.measure("value_after")))
            : "";
    return new Edited(
        method.id(),
        method.measure("value_after").isPresent()
            ? effect
            : "The largest fall of the score by one changed word: %s."
                .formatted(number(method.measure("largest_fall"))),
        pieces);
  }

  private static List<Layer> layers(SingleCase explained, Explainer explainer) throws IOException {
    Optional<Task> task = explained.told().task();
    if (task.isEmpty() || explainer.model().missing(View.INSIDE).isPresent()) {
      return List.of();
    }
    Inside inside = explainer.model().inside(List.of(task.get().passages().get(0).input())).get(0);
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < inside.layers(); l++) {
      List<Head> heads = new ArrayList<>();
      for (int h = 0; h < inside.heads(); h++) {
        heads.add(
            new Head(
                "layer %d, head %d".formatted(l + 1, h + 1),
                AttentionPicture.of(inside.attention()[l][h])));
      }
      layers.add(new Layer("layer " + (l + 1), heads));
    }
    return layers;
  }
}
