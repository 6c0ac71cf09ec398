package io.glasswatch.stream.join;

import io.glasswatch.contract.Case;
import io.glasswatch.contract.Finding;

/** What the join tells whoever counts. */
public interface JoinEvents {

  /** Why a piece of a case made no difference. */
  enum Ignored {
    /** It had come before. */
    REPEATED,
    /** Its interaction never came. */
    ORPHANED
  }

  /** A case became complete, explained or not. */
  void closed(Case complete);

  /** A complete case has a finding that came after its assessment. */
  void foundLater(Case item, Finding finding);

  /** An explanation came after its deadline; the case shows it all the same. */
  void late();

  /** A case lost its texts because somebody asked for it. */
  void erased();

  /** A piece made no difference. */
  void ignored(Ignored why);

  /** So many cases of one partition wait for their explanation. */
  void waiting(int partition, long cases);

  /** The partition is no longer this instance's. */
  void gone(int partition);
}
