package io.glasswatch.stream.serve;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Records from lists: the contract of {@link Records} in its simplest form. */
public record InMemoryRecords(List<Case> cases, List<Alert> alerts, boolean live, boolean ready)
    implements Records {

  public static InMemoryRecords of(Case... cases) {
    return new InMemoryRecords(List.of(cases), List.of(), true, true);
  }

  public InMemoryRecords with(Alert... alerts) {
    return new InMemoryRecords(cases, List.of(alerts), live, ready);
  }

  @Override
  public Optional<Case> find(String id) {
    return cases.stream().filter(c -> c.interaction().id().equals(id)).findAny();
  }

  @Override
  public List<CaseLine> recent(CaseQuery query) {
    return cases.stream()
        .map(CaseLine::of)
        .filter(query::accepts)
        .sorted(Comparator.comparing(CaseLine::time).reversed())
        .limit(query.limit())
        .toList();
  }
}
