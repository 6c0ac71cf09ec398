package io.glasswatch.stream.serve.page;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.contract.Where;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A conversation's messages with findings, token scores and invisible characters marked. */
final class Conversation {

  /** What a stretch of text may mean. */
  private sealed interface Meaning {

    /**
     * @param number the finding's number on the page, from 1
     */
    record Found(int number, Finding finding) implements Meaning {}

    record Scored(double score) implements Meaning {}

    record Invisible(int codePoint) implements Meaning {}
  }

  /**
   * One message as the template shows it.
   *
   * @param side {@code request} or {@code response}
   */
  record MessageView(String role, String side, boolean empty, List<PieceView> pieces) {}

  /**
   * A stretch of text that looks the same.
   *
   * @param tag the HTML element; empty for text without any mark
   * @param numbers the findings that begin here, e.g. {@code 1,3}; empty when none does
   */
  record PieceView(String tag, String css, String title, String numbers, String text) {
    boolean plain() {
      return tag.isEmpty();
    }
  }

  private final Interaction interaction;
  private final List<Finding> findings;

  Conversation(Interaction interaction, List<Finding> findings) {
    this.interaction = interaction;
    this.findings = List.copyOf(findings);
  }

  /** Returns the messages, oldest first, with {@code tokens} coloured by {@code heat}. */
  List<MessageView> messages(List<TokenScore> tokens, Heat heat) {
    List<MessageView> views = new ArrayList<>();
    addSide(views, Where.PROMPT, tokens, heat);
    addSide(views, Where.RESPONSE, tokens, heat);
    return views;
  }

  /** Returns the text that {@code span} points at, as far as it exists. */
  String textOf(Span span) {
    List<Message> messages = interaction.messages(span.where());
    if (span.message() >= messages.size()) {
      return "";
    }
    int[] codePoints = messages.get(span.message()).text().codePoints().toArray();
    int start = Math.min(span.start(), codePoints.length);
    return new String(codePoints, start, Math.min(span.end(), codePoints.length) - start);
  }

  private void addSide(List<MessageView> views, Where where, List<TokenScore> tokens, Heat heat) {
    List<Message> messages = interaction.messages(where);
    String side = where == Where.RESPONSE ? "response" : "request";
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      List<MarkedText.Mark<Meaning>> marks = marks(where, i, message.text(), tokens);
      List<PieceView> pieces = view(new MarkedText<>(message.text(), marks).pieces(), heat);
      views.add(new MessageView(message.role(), side, message.text().isEmpty(), pieces));
    }
  }

  private List<MarkedText.Mark<Meaning>> marks(
      Where where, int message, String text, List<TokenScore> tokens) {
    List<MarkedText.Mark<Meaning>> marks = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      int number = i + 1;
      finding
          .span()
          .filter(s -> isIn(s, where, message))
          .ifPresent(s -> marks.add(mark(s, new Meaning.Found(number, finding))));
    }
    tokens.stream()
        .filter(t -> isIn(t.span(), where, message))
        .forEach(t -> marks.add(mark(t.span(), new Meaning.Scored(t.score()))));
    int[] codePoints = text.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      if (Invisible.is(codePoints[i])) {
        marks.add(new MarkedText.Mark<>(i, i + 1, new Meaning.Invisible(codePoints[i])));
      }
    }
    return marks;
  }

  private static MarkedText.Mark<Meaning> mark(Span span, Meaning meaning) {
    return new MarkedText.Mark<>(span.start(), span.end(), meaning);
  }

  private static boolean isIn(Span span, Where where, int message) {
    boolean sameSide = (span.where() == Where.RESPONSE) == (where == Where.RESPONSE);
    return sameSide && span.message() == message;
  }

  private static List<PieceView> view(List<MarkedText.Piece<Meaning>> pieces, Heat heat) {
    Set<Integer> begun = new LinkedHashSet<>();
    return pieces.stream().map(p -> view(p, heat, begun)).toList();
  }

  private static PieceView view(MarkedText.Piece<Meaning> piece, Heat heat, Set<Integer> begun) {
    List<Meaning.Found> found = only(piece.meanings(), Meaning.Found.class);
    List<Meaning.Scored> scored = only(piece.meanings(), Meaning.Scored.class);
    List<Meaning.Invisible> invisible = only(piece.meanings(), Meaning.Invisible.class);
    if (piece.meanings().isEmpty()) {
      return new PieceView("", "", "", "", Invisible.printable(piece.text()));
    }
    List<String> css = new ArrayList<>();
    List<String> title = new ArrayList<>();
    found.stream()
        .map(f -> f.finding().severity())
        .max(Comparator.naturalOrder())
        .ifPresent(s -> css.add("found " + s.id()));
    found.forEach(f -> title.add(describe(f)));
    scored.stream().findFirst().ifPresent(s -> css.add(heat.css(s.score())));
    scored.forEach(s -> title.add(Words.signed(s.score())));
    invisible.forEach(i -> css.add("unseen"));
    invisible.forEach(i -> title.add(Invisible.name(i.codePoint())));
    String numbers =
        found.stream()
            .map(Meaning.Found::number)
            .filter(begun::add)
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return new PieceView(
        found.isEmpty() ? "span" : "mark",
        String.join(" ", css),
        String.join("; ", title),
        numbers,
        Invisible.printable(piece.text()));
  }

  private static String describe(Meaning.Found found) {
    Finding finding = found.finding();
    Severity severity = finding.severity();
    return "%d: %s, %s, %s"
        .formatted(found.number(), finding.rule(), finding.category(), severity.id());
  }

  private static <T extends Meaning> List<T> only(List<Meaning> meanings, Class<T> type) {
    return meanings.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
