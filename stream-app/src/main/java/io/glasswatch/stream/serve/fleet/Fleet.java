package io.glasswatch.stream.serve.fleet;

import com.fasterxml.jackson.core.type.TypeReference;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Review;
import io.glasswatch.stream.attribution.AttributionQuery;
import io.glasswatch.stream.attribution.AttributionSeries;
import io.glasswatch.stream.join.Fingerprint;
import io.glasswatch.stream.serve.AuditLine;
import io.glasswatch.stream.serve.CaseLine;
import io.glasswatch.stream.serve.CaseQuery;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.serve.NearCase;
import io.glasswatch.stream.serve.NotReadyException;
import io.glasswatch.stream.serve.Part;
import io.glasswatch.stream.serve.Records;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What all instances know together: this one's own part, and what the others say of theirs.
 *
 * <p>A case is kept in the partition of its conversation, which its id does not tell, so the others
 * are asked all at once. An instance that does not answer is named, and so is how much is missing.
 */
public final class Fleet {

  private static final String SELF = "this instance";

  private final Records own;
  private final Peers peers;

  /**
   * @param own what this instance holds
   * @param peers the other instances
   */
  public Fleet(Records own, Peers peers) {
    this.own = own;
    this.peers = peers;
  }

  /** Returns the case of the interaction with that id. */
  public Gathered<Optional<Case>> find(String id) {
    return gather(
        () -> own.find(id),
        Optional::isPresent,
        "/cases/" + encoded(id),
        new TypeReference<Part<Optional<Case>>>() {},
        (a, b) -> a.isPresent() ? a : b,
        Optional.empty());
  }

  /** Returns the latest review of the case of that interaction. */
  public Gathered<Optional<Review>> review(String id) {
    return gather(
        () -> own.review(id),
        Optional::isPresent,
        "/reviews/" + encoded(id),
        new TypeReference<Part<Optional<Review>>>() {},
        (a, b) -> a.isPresent() ? a : b,
        Optional.empty());
  }

  /** Returns the cases that {@code query} asks for, newest first, no more than its limit. */
  public Gathered<List<CaseLine>> recent(CaseQuery query) {
    return gatherAll(
            () -> own.recent(query),
            "/cases?" + parameters(query.parameters()),
            new TypeReference<Part<List<CaseLine>>>() {},
            CaseLine::id)
        .map(lines -> lines.stream().sorted(CaseLine.NEWEST_FIRST).limit(query.limit()).toList());
  }

  /** Returns the other cases whose text is nearly that of {@code item}, the nearest first. */
  public Gathered<List<NearCase>> near(Case item) {
    Fingerprint wanted = Fingerprint.of(item.interaction());
    String parameters =
        wanted.parameters().entrySet().stream()
            .map(p -> p.getKey() + "=" + p.getValue())
            .collect(Collectors.joining("&"));
    return gatherAll(
            () -> own.near(wanted),
            "/near?" + parameters,
            new TypeReference<Part<List<NearCase>>>() {},
            near -> near.line().id())
        .map(
            all ->
                all.stream()
                    .filter(near -> !near.line().id().equals(item.interaction().id()))
                    .sorted(NearCase.NEAREST_FIRST)
                    .toList());
  }

  /** Returns the latest state of every alert that is known, newest transition first. */
  public Gathered<List<Alert>> alerts() {
    return gatherAll(
            own::alerts, "/alerts", new TypeReference<Part<List<Alert>>>() {}, Alert::fingerprint)
        .map(a -> a.stream().sorted(Comparator.comparing(Alert::changedAt).reversed()).toList());
  }

  /** Returns how every watched signal stands against its reference. */
  public Gathered<List<DriftLine>> drift() {
    return gatherAll(
        own::drift,
        "/drift",
        new TypeReference<Part<List<DriftLine>>>() {},
        line -> List.of(line.model(), line.segment(), line.signal()));
  }

  /** Returns what drove the scores over time, the series of most interactions first. */
  public Gathered<List<AttributionSeries>> attributions(AttributionQuery query) {
    return gatherAll(
            () -> own.attributions(query),
            "/attributions?" + parameters(query.parameters()),
            new TypeReference<Part<List<AttributionSeries>>>() {},
            AttributionSeries::key)
        .map(all -> all.stream().sorted(AttributionSeries.MOST_FIRST).toList());
  }

  /** Returns how far the audit log is signed. */
  public Gathered<List<AuditLine>> audit() {
    return gatherAll(
        own::audit, "/audit", new TypeReference<Part<List<AuditLine>>>() {}, AuditLine::partition);
  }

  /** A list of what all have; what two of them have is there once. */
  private <T> Gathered<List<T>> gatherAll(
      Supplier<Part<List<T>>> local,
      String path,
      TypeReference<Part<List<T>>> type,
      Function<T, Object> identity) {
    return gather(local, value -> false, path, type, (a, b) -> union(a, b, identity), List.of());
  }

  private <T> Gathered<T> gather(
      Supplier<Part<T>> local,
      Function<T, Boolean> enough,
      String path,
      TypeReference<Part<T>> type,
      BinaryOperator<T> together,
      T nothing) {
    Optional<Part<T>> mine = ask(local);
    if (mine.isPresent() && enough.apply(mine.get().value())) {
      return new Gathered<>(mine.get().value(), mine.get().of(), mine.get().of(), List.of());
    }
    List<Peers.Said<T>> all = new ArrayList<>();
    all.add(new Peers.Said<>(SELF, mine));
    all.addAll(peers.ask(path, type));
    List<Part<T>> parts = all.stream().flatMap(s -> s.part().stream()).toList();
    Set<Integer> answered = new HashSet<>();
    parts.forEach(p -> answered.addAll(p.partitions()));
    return new Gathered<>(
        parts.stream().map(Part::value).reduce(nothing, together),
        answered.size(),
        parts.stream().mapToInt(Part::of).max().orElse(0),
        all.stream().filter(s -> s.part().isEmpty()).map(Peers.Said::address).toList());
  }

  private static <T> Optional<Part<T>> ask(Supplier<Part<T>> local) {
    try {
      return Optional.of(local.get());
    } catch (NotReadyException e) {
      return Optional.empty();
    }
  }

  private static <T> List<T> union(List<T> a, List<T> b, Function<T, Object> identity) {
    Map<Object, T> once = new LinkedHashMap<>();
    a.forEach(item -> once.putIfAbsent(identity.apply(item), item));
    b.forEach(item -> once.putIfAbsent(identity.apply(item), item));
    return List.copyOf(once.values());
  }

  private static String parameters(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(p -> p.getKey() + "=" + encoded(p.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
