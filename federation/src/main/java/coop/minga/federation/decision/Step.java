package coop.minga.federation.decision;

import java.util.List;

/// What comes of an event.
///
/// @param next the state from now on
/// @param effects what to do, in this order
public record Step(Decision next, List<Effect> effects) {
  /// Copies the list.
  public Step {
    effects = List.copyOf(effects);
  }
}
