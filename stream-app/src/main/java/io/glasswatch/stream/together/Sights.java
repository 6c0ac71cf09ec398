package io.glasswatch.stream.together;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.detect.text.SimHash;
import io.glasswatch.stream.mask.HashKey;
import io.glasswatch.stream.sample.Assessed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which subjects are seen in one interaction. */
final class Sights {

  private static final String TENANT = "tenant";

  /**
   * One of them.
   *
   * @param key which subject; its name is hashed
   */
  record Seen(String key, Sighting sighting) {}

  private final Interaction interaction;
  private final Assessment assessment;
  private final List<Finding> findings;

  Sights(Assessed item) {
    this.interaction = item.interaction();
    this.assessment = item.assessment();
    this.findings =
        assessment.findings().stream()
            .filter(finding -> finding.severity().atLeast(Severity.WARNING))
            .toList();
  }

  /**
   * Returns the subjects of which only matters that there is traffic.
   *
   * @param isNew whether that is news of a subject of that name; cheap, unlike the hash
   */
  List<Seen> traffic(Predicate<String> isNew) {
    List<Seen> seen = new ArrayList<>();
    if (isNew.test(Subject.MODEL.key(assessment.model().label()))) {
      seen.add(model(Optional.empty(), List.of()));
    }
    String tenant = assessment.segments().get(TENANT);
    if (tenant != null && isNew.test(Subject.TENANT.key(tenant))) {
      tenant(List.of()).ifPresent(seen::add);
    }
    return seen;
  }

  /** Returns the subjects with what was found, secret values only with a {@code key}. */
  List<Seen> found(Optional<HashKey> key) {
    List<String> categories = findings.stream().map(Finding::category).distinct().sorted().toList();
    List<Seen> seen = new ArrayList<>(List.of(model(payload(), categories)));
    tenant(categories).ifPresent(seen::add);
    if (categories.contains(Category.PROMPT_INJECTION)) {
      user(categories).ifPresent(seen::add);
    }
    key.ifPresent(
        k ->
            secrets().stream()
                .map(k::hex)
                .forEach(hash -> seen.add(seen(Subject.SECRET, hash, person(), categories))));
    return seen;
  }

  /** Returns the secret values that the model wrote, each once. */
  Set<String> secrets() {
    Set<String> secrets = new TreeSet<>();
    for (Finding finding : findings) {
      if (finding.category().equals(Category.SECRET)) {
        finding
            .span()
            .filter(span -> span.where() == Where.RESPONSE)
            .flatMap(this::text)
            .ifPresent(secrets::add);
      }
    }
    return secrets;
  }

  /** Returns what the message looks like in which an injection was found. */
  private Optional<SimHash> payload() {
    return findings.stream()
        .filter(finding -> finding.category().equals(Category.PROMPT_INJECTION))
        .flatMap(finding -> finding.span().stream())
        .filter(span -> span.where() != Where.RESPONSE)
        .flatMap(span -> message(span).stream())
        .findFirst()
        .flatMap(message -> SimHash.of(message.text()));
  }

  private Seen model(Optional<SimHash> payload, List<String> categories) {
    String hash = Hashes.hex(assessment.model().label());
    return new Seen(
        Subject.MODEL.key(hash), sighting(Subject.MODEL, person(), payload, categories));
  }

  private Optional<Seen> tenant(List<String> categories) {
    return Optional.ofNullable(assessment.segments().get(TENANT))
        .map(name -> seen(Subject.TENANT, Hashes.hex(name), conversation(), categories));
  }

  private Optional<Seen> user(List<String> categories) {
    return interaction
        .user()
        .map(name -> seen(Subject.USER, Hashes.hex(name), conversation(), categories));
  }

  private Seen seen(Subject subject, String hash, long who, List<String> categories) {
    return new Seen(subject.key(hash), sighting(subject, who, Optional.empty(), categories));
  }

  private Sighting sighting(
      Subject subject, long who, Optional<SimHash> payload, List<String> categories) {
    return new Sighting(
        subject,
        interaction.id(),
        interaction.conversation(),
        assessment.model(),
        assessment.time(),
        who,
        payload,
        categories);
  }

  private long person() {
    return Hashes.of(interaction.user().orElseGet(interaction::conversation));
  }

  private long conversation() {
    return Hashes.of(interaction.conversation());
  }

  private Optional<Message> message(Span span) {
    List<Message> messages = interaction.messages(span.where());
    return span.message() < messages.size()
        ? Optional.of(messages.get(span.message()))
        : Optional.empty();
  }

  private Optional<String> text(Span span) {
    return message(span)
        .map(
            message -> {
              String text = message.text();
              int start = text.offsetByCodePoints(0, span.start());
              return text.substring(
                  start, text.offsetByCodePoints(start, span.end() - span.start()));
            });
  }
}
