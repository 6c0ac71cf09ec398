package io.glasswatch.stream.attribution.sketch;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Weighs one explained interaction. */
public final class Weighing {

  /** The measure of an attribution that is 1 if it beats random order, and 0 if not. */
  private static final String TRUSTED = "trusted";

  /** What is found of these is nobody's word, also where the text policy stores it. */
  private static final Set<String> PERSONAL = Set.of(Category.PII, Category.SECRET);

  /** Mass of one word, and how much of it raised the score. */
  private record Part(long mass, long raised) {

    Part plus(Part more) {
      return new Part(mass + more.mass, raised + more.raised);
    }
  }

  private final Interaction interaction;
  private final Explained explained;
  private final Words words;
  private final List<Span> personal;
  private final int person;

  /**
   * @param item a case whose explanation is {@code explained}
   */
  public Weighing(Case item, Explained explained) {
    this.interaction = item.interaction();
    this.explained = explained;
    this.words = new Words(interaction);
    this.personal =
        item.findings().stream()
            .filter(f -> PERSONAL.contains(f.category()))
            .flatMap(f -> f.span().stream())
            .toList();
    this.person = (int) hash(interaction.user().orElseGet(interaction::conversation));
  }

  /** Returns what {@code attribution}, one of the explanation's, says; nothing of it is hidden. */
  public Weights weigh(Attribution attribution) {
    Weights weights = new Weights();
    weights.interaction();
    List<TokenScore> tokens = attribution.tokens();
    double sum = tokens.stream().mapToDouble(t -> Math.abs(t.score())).sum();
    Map<String, Part> parts = new LinkedHashMap<>();
    for (int i = 0; i < tokens.size() && sum > 0; i++) {
      TokenScore token = tokens.get(i);
      long mass = Mass.of(Math.abs(token.score()) / sum);
      weights.token(Speaker.of(interaction, token.span()), Place.of(i, tokens.size()), mass);
      Part part = new Part(mass, token.score() > 0 ? mass : 0);
      word(token.span()).ifPresent(word -> parts.merge(word, part, Part::plus));
    }
    parts.forEach((word, part) -> weights.word(word, hash(word), person, part.mass, part.raised));
    explained.scores().stream()
        .filter(score -> score.category().equals(attribution.target()))
        .findFirst()
        .map(Score::score)
        .ifPresent(weights::scored);
    Double trusted = attribution.quality().get(TRUSTED);
    if (trusted != null) {
      weights.checked(trusted == 1);
    }
    return weights;
  }

  /**
   * Returns the shares of the mass by role and place as signals of the interaction, 0 to 1 each:
   * those of the explanation's first attribution. Nothing if it has no mass.
   */
  public Map<String, Double> signals() {
    Map<String, Double> signals = new TreeMap<>();
    if (explained.attributions().isEmpty()) {
      return signals;
    }
    Weights weights = weigh(explained.attributions().get(0));
    if (weights.total() > 0) {
      for (Speaker speaker : Speaker.values()) {
        signals.put("attribution_%s_share".formatted(speaker.id()), weights.share(speaker));
      }
      signals.put("attribution_first_share", weights.share(Place.FIRST));
      signals.put("attribution_last_share", weights.share(Place.LAST));
    }
    return signals;
  }

  private Optional<String> word(Span token) {
    return personal.stream().anyMatch(token::overlaps) ? Optional.empty() : words.at(token);
  }

  /** Returns the first eight bytes of the SHA-256 of {@code text}. */
  static long hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
