package coop.minga.federation.learning;

import java.util.List;

/// What an event made of an epoch.
///
/// @param next the epoch from now on
/// @param effects what the node must now do, in this order
public record EpochStep(Epoch next, List<EpochEffect> effects) {
  /// Copies the list.
  public EpochStep {
    effects = List.copyOf(effects);
  }
}
