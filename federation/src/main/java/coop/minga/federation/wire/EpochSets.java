package coop.minga.federation.wire;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.learning.EpochSet;
import java.util.Optional;

/// The results of an epoch of several cohorts as the change that a decision is about.
public final class EpochSets implements EpochSet.Form {
  @Override
  public Bytes write(EpochSet set) {
    return LearningWire.encode(set);
  }

  @Override
  public Optional<EpochSet> read(Bytes change) {
    return LearningWire.decodeSet(change);
  }
}
