package io.glasswatch.cli.explain;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.contract.Where;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A case as lines for a terminal.
 *
 * @param colours whether heat may be shown by colour; without, the strongest words are listed
 */
record CaseText(boolean colours) {

  private static final int STRONGEST = 10;
  private static final int BAR = 20;

  List<String> of(Case item) {
    List<String> lines = new ArrayList<>();
    lines.add("Findings");
    item.findings().forEach(finding -> lines.add(line(finding)));
    if (item.findings().isEmpty()) {
      lines.add("  none");
    }
    item.explanation().ifPresent(explanation -> lines.addAll(of(explanation, item.interaction())));
    return lines;
  }

  private List<String> of(Explanation explanation, Interaction interaction) {
    List<String> lines = new ArrayList<>();
    if (explanation instanceof Explanation.Unexplained unexplained) {
      lines.add("");
      lines.add(
          "Not explained: %s %s".formatted(unexplained.reason(), unexplained.detail()).strip());
    } else if (explanation instanceof Explained explained) {
      lines.add("");
      lines.add(
          "Scores of %s, %.0f ms".formatted(explained.model().name(), explained.seconds() * 1000));
      explained.scores().stream()
          .sorted(Comparator.comparingDouble(Score::score).reversed())
          .forEach(score -> lines.add(line(score)));
      explained.attributions().stream()
          .limit(1)
          .forEach(attribution -> lines.addAll(of(attribution, interaction)));
    }
    return lines;
  }

  private List<String> of(Attribution attribution, Interaction interaction) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("What drove %s, by %s".formatted(attribution.target(), attribution.method()));
    if (!colours) {
      attribution.tokens().stream()
          .sorted(Comparator.comparingDouble((TokenScore t) -> Math.abs(t.score())).reversed())
          .limit(STRONGEST)
          .forEach(token -> lines.add(line(token, interaction)));
      return lines;
    }
    HeatText heat = HeatText.scaledTo(attribution.tokens());
    for (Where where : List.of(Where.PROMPT, Where.RESPONSE)) {
      lines.add("  " + where.id());
      lines.addAll(coloured(heat, attribution, interaction, where));
    }
    return lines;
  }

  private static List<String> coloured(
      HeatText heat, Attribution attribution, Interaction interaction, Where where) {
    List<TokenScore> tokens =
        attribution.tokens().stream().filter(t -> t.span().where() == where).toList();
    String text = heat.of(interaction.messages(where).get(0).text(), tokens);
    return text.lines().map(line -> "    " + line).toList();
  }

  private static String line(Finding finding) {
    String place = finding.span().map(CaseText::place).orElse("");
    return "  %-9s %-34s %-20s %.2f  %s"
        .formatted(
            finding.severity().id(), finding.rule(), finding.category(), finding.score(), place)
        .stripTrailing();
  }

  private static String line(Score score) {
    int filled = (int) Math.round(score.score() * BAR);
    return "  %-18s %.3f %s%s %s"
        .formatted(
            score.category(),
            score.score(),
            "#".repeat(filled),
            ".".repeat(BAR - filled),
            score.score() >= score.threshold()
                ? "over its threshold of %.3f".formatted(score.threshold())
                : "")
        .stripTrailing();
  }

  private static String line(TokenScore token, Interaction interaction) {
    String text = interaction.messages(token.span().where()).get(token.span().message()).text();
    String word = HeatText.printable(HeatText.cut(text, token.span()));
    return "  %+9.4f  %-18s %s".formatted(token.score(), word, place(token.span()));
  }

  private static String place(Span span) {
    return Stream.of(span.where().id(), span.start() + "-" + span.end())
        .reduce((a, b) -> a + " " + b)
        .orElseThrow();
  }
}
