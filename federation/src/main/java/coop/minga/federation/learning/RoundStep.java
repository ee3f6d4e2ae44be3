package coop.minga.federation.learning;

import java.util.List;

/// What one event makes of a round.
///
/// @param next the round from now on
/// @param effects what to do, in order
public record RoundStep(Round next, List<RoundEffect> effects) {
  /// Copies the list.
  public RoundStep {
    effects = List.copyOf(effects);
  }
}
