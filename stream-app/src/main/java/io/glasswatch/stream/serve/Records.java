package io.glasswatch.stream.serve;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Review;
import io.glasswatch.stream.attribution.AttributionQuery;
import io.glasswatch.stream.attribution.AttributionSeries;
import io.glasswatch.stream.join.Fingerprint;
import java.util.List;
import java.util.Optional;

/**
 * What one running instance knows, as its web server reads it; safe for use by many threads.
 *
 * <p>Questions throw {@link NotReadyException} while the state is elsewhere.
 */
public interface Records {

  /** Returns the case of the interaction with that id. */
  Part<Optional<Case>> find(String id);

  /** Returns the cases that {@code query} asks for, newest first, no more than its limit. */
  Part<List<CaseLine>> recent(CaseQuery query);

  /** Returns the cases whose text is nearly that of {@code wanted}, in no order. */
  Part<List<NearCase>> near(Fingerprint wanted);

  /** Returns the latest review of the case of that interaction. */
  Part<Optional<Review>> review(String id);

  /** Returns the latest state of every alert that is known, newest transition first. */
  Part<List<Alert>> alerts();

  /** Returns how every watched signal stands against its reference. */
  Part<List<DriftLine>> drift();

  /** Returns what drove the scores over time, as {@code query} asks. */
  Part<List<AttributionSeries>> attributions(AttributionQuery query);

  /** Returns how far the audit log is signed; nothing where none is kept. */
  Part<List<AuditLine>> audit();

  /** Returns the rules in force. */
  RuleStatus rules();

  /** Returns whether the process is worth keeping; when not, whoever runs it restarts it. */
  boolean live();

  /** Returns whether questions can be answered now. */
  boolean ready();
}
