package io.glasswatch.stream.serve;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.feed.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * The rules in force.
 *
 * @param version a hash over all that decides, as it stands in every assessment
 * @param packs the names of the packs
 * @param lastRefused the latest change that was not made; empty once that pack was taken
 */
public record RuleStatus(String version, List<String> packs, Optional<Refusal> lastRefused) {

  public RuleStatus {
    Require.notBlank(version, "version");
    packs = List.copyOf(packs);
  }
}
