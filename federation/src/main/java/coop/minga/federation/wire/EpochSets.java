package coop.minga.federation.wire;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.learning.EpochSet;

/// The results of an epoch of several cohorts as the change that a decision is about.
public final class EpochSets {
  private EpochSets() {}

  /// The canonical bytes.
  public static Bytes encode(EpochSet set) {
    return LearningWire.encode(set);
  }

  /// Reads them, and nothing but them.
  public static EpochSet.Reader reader() {
    return LearningWire::decodeSet;
  }
}
