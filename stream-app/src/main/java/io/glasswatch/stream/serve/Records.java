package io.glasswatch.stream.serve;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import java.util.List;
import java.util.Optional;

/** What the running system knows, as its web server reads it; safe for use by many threads. */
public interface Records {

  /** Returns the case of the interaction with that id. */
  Optional<Case> find(String id);

  /** Returns the cases that {@code query} asks for, newest first, no more than its limit. */
  List<CaseLine> recent(CaseQuery query);

  /** Returns the latest state of every alert that is known, newest transition first. */
  List<Alert> alerts();

  /** Returns whether the process is worth keeping; when not, whoever runs it restarts it. */
  boolean live();

  /** Returns whether questions can be answered now. */
  boolean ready();
}
