package io.glasswatch.stream.serve;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Review;
import io.glasswatch.stream.attribution.AttributionQuery;
import io.glasswatch.stream.attribution.AttributionSeries;
import io.glasswatch.stream.join.Fingerprint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records from lists: the contract of {@link Records} in its simplest form. */
public record InMemoryRecords(
    List<Case> cases,
    List<Alert> alertList,
    List<DriftLine> driftLines,
    List<AttributionSeries> series,
    Set<Integer> partitions,
    int of,
    boolean ready)
    implements Records {

  /** All there is. */
  public static InMemoryRecords of(Case... cases) {
    return new InMemoryRecords(List.of(cases), List.of(), List.of(), List.of(), Set.of(0), 1, true);
  }

  public InMemoryRecords with(Alert... alerts) {
    return new InMemoryRecords(cases, List.of(alerts), driftLines, series, partitions, of, ready);
  }

  public InMemoryRecords with(DriftLine... lines) {
    return new InMemoryRecords(cases, alertList, List.of(lines), series, partitions, of, ready);
  }

  public InMemoryRecords with(AttributionSeries... kept) {
    return new InMemoryRecords(cases, alertList, driftLines, List.of(kept), partitions, of, ready);
  }

  /** Only one partition of several. */
  public InMemoryRecords as(int partition, int partitionsInAll) {
    return new InMemoryRecords(
        cases, alertList, driftLines, series, Set.of(partition), partitionsInAll, ready);
  }

  /** Not yet holding its state. */
  public InMemoryRecords restoring() {
    return new InMemoryRecords(cases, alertList, driftLines, series, partitions, of, false);
  }

  @Override
  public Part<Optional<Case>> find(String id) {
    return part(cases.stream().filter(c -> c.interaction().id().equals(id)).findAny());
  }

  @Override
  public Part<List<CaseLine>> recent(CaseQuery query) {
    return part(
        cases.stream()
            .map(CaseLine::of)
            .filter(query::accepts)
            .sorted(CaseLine.NEWEST_FIRST)
            .limit(query.limit())
            .toList());
  }

  @Override
  public Part<List<NearCase>> near(Fingerprint wanted) {
    return part(cases.stream().flatMap(item -> NearCase.of(item, wanted).stream()).toList());
  }

  @Override
  public Part<Optional<Review>> review(String id) {
    return part(Optional.empty());
  }

  @Override
  public Part<List<Alert>> alerts() {
    return part(alertList);
  }

  @Override
  public Part<List<DriftLine>> drift() {
    return part(driftLines);
  }

  @Override
  public Part<List<AttributionSeries>> attributions(AttributionQuery query) {
    return part(series.stream().filter(s -> query.accepts(s.key())).toList());
  }

  @Override
  public Part<List<AuditLine>> audit() {
    return part(List.of(new AuditLine(0, 120, 118, Optional.of(Instant.EPOCH), false)));
  }

  @Override
  public RuleStatus rules() {
    return new RuleStatus("v1", List.of("secrets"), Optional.empty());
  }

  @Override
  public boolean live() {
    return true;
  }

  private <T> Part<T> part(T value) {
    if (!ready) {
      throw new NotReadyException(new IllegalStateException("restoring"));
    }
    return new Part<>(value, partitions, of);
  }
}
