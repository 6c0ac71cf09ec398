package io.glasswatch.stream.drift;

import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.fairness.FairnessTable;

/** Hears how the groups of a dimension fare beside each other. */
public interface FairnessListener {

  /** A group was held against everyone else in one signal. */
  void compared(Scope group, FairnessTable.Row row);

  /** A group is no longer watched here: it was not seen for a while, or its partition moved. */
  void groupGone(Scope group);
}
