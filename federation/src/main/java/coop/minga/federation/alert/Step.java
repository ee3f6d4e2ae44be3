package coop.minga.federation.alert;

import java.util.List;

/// The next state, and what to do.
public record Step(Ladder next, List<Effect> effects) {
  /// Copies.
  public Step {
    effects = List.copyOf(effects);
  }
}
