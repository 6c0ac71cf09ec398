package io.glasswatch.stream.mask;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.detect.rule.RuleSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Lets of an interaction, and of a record that could not be read, only that through which may be
 * stored. Belongs to one thread.
 */
public final class TextGuard implements AutoCloseable {

  private final MaskSettings settings;
  private final Supplier<RuleSet> rules;
  private final MaskEvents events;
  private RuleSet inUse;
  private Masker masker;

  /**
   * @param rules the rules in force; asked each time, so cheap
   */
  public TextGuard(MaskSettings settings, Supplier<RuleSet> rules, MaskEvents events) {
    this.settings = settings;
    this.rules = rules;
    this.events = events;
    use(rules.get());
  }

  /**
   * Returns {@code interaction} with the texts that may be stored. Names stay as they are: id,
   * conversation, model, segments and trace are keys and labels.
   *
   * @param findings what the detectors found in it
   */
  public Interaction guarded(Interaction interaction, List<Finding> findings) {
    if (settings.policy().storesAll()) {
      return interaction;
    }
    follow();
    List<Masker.Part> parts = new ArrayList<>();
    List.of(interaction.user(), interaction.finishReason(), interaction.error())
        .forEach(text -> parts.add(new Masker.Part(text.orElse(""), List.of())));
    add(parts, interaction.request(), findings, false);
    add(parts, interaction.response(), findings, true);
    Iterator<String> masked = masker.masked(parts).iterator();
    Optional<String> user = optional(masked.next());
    Optional<String> finishReason = optional(masked.next());
    Optional<String> error = optional(masked.next());
    return new Interaction(
        interaction.id(),
        interaction.conversation(),
        interaction.model(),
        interaction.segments(),
        user,
        interaction.time(),
        messages(interaction.request(), masked),
        messages(interaction.response(), masked),
        interaction.latencySeconds(),
        interaction.timeToFirstTokenSeconds(),
        interaction.inputTokens(),
        interaction.outputTokens(),
        finishReason,
        interaction.logprobs(),
        error,
        interaction.traceId(),
        interaction.contentMissing());
  }

  private static Optional<String> optional(String masked) {
    return Optional.of(masked).filter(text -> !text.isEmpty());
  }

  private static void add(
      List<Masker.Part> parts, List<Message> messages, List<Finding> findings, boolean written) {
    Map<Integer, List<Finding>> places =
        findings.stream()
            .filter(f -> f.span().filter(s -> isIn(s, written)).isPresent())
            .collect(Collectors.groupingBy(f -> f.span().orElseThrow().message()));
    for (int i = 0; i < messages.size(); i++) {
      parts.add(new Masker.Part(messages.get(i).role(), List.of()));
      parts.add(new Masker.Part(messages.get(i).text(), places.getOrDefault(i, List.of())));
    }
  }

  private static boolean isIn(Span span, boolean written) {
    return (span.where() == Where.RESPONSE) == written;
  }

  private static List<Message> messages(List<Message> messages, Iterator<String> masked) {
    return messages.stream()
        .map(m -> new Message(optional(masked.next()).orElse(Message.USER), masked.next()))
        .toList();
  }

  /** Returns what may be stored of a record that is put aside, and whether that is all of it. */
  public Letter guarded(Letter letter) {
    Rejected rejected = letter.rejected();
    Kept value = kept(rejected.bytes());
    Kept key = letter.key() == null ? Kept.whole(new byte[0]) : kept(letter.key());
    Headers headers = new RecordHeaders();
    boolean whole = value.whole() && key.whole();
    for (Header header : letter.headers()) {
      if (header.value() == null || kept(header.value()).whole()) {
        headers.add(header);
      } else {
        whole = false;
      }
    }
    String detail = value.whole() ? rejected.detail() : rejected.detail() + "; " + value.note();
    return new Letter(
        letter.key() == null ? null : key.bytes(),
        new Rejected(
            rejected.reason(),
            detail,
            rejected.topic(),
            rejected.partition(),
            rejected.offset(),
            value.bytes(),
            whole),
        headers);
  }

  private Kept kept(byte[] bytes) {
    boolean asItIs = settings.rejected() == Treatment.MASK && settings.policy().storesAll();
    follow();
    return Kept.of(bytes, asItIs ? Treatment.STORE : settings.rejected(), masker, settings.key());
  }

  private void follow() {
    RuleSet latest = rules.get();
    if (!latest.hash().equals(inUse.hash())) {
      masker.close();
      use(latest);
    }
  }

  private void use(RuleSet latest) {
    inUse = latest;
    masker = new Masker(latest, settings.policy(), settings.key(), events);
  }

  @Override
  public void close() {
    masker.close();
  }
}
