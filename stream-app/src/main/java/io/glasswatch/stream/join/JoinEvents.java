package io.glasswatch.stream.join;

import io.glasswatch.contract.Case;

/** What the join tells whoever counts. */
public interface JoinEvents {

  /** A case became complete, explained or not. */
  void closed(Case complete);

  /** An explanation came after its deadline; the case shows it all the same. */
  void late();

  /** A piece came again and changed nothing. */
  void repeated();

  /** A piece came, but its interaction never did. */
  void orphaned();
}
