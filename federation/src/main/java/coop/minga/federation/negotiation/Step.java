package coop.minga.federation.negotiation;

import java.util.List;

/// The next state and what to do.
///
/// @param <S> a [Stall] or a [Bidder]
/// @param next the state after the event
/// @param effects in order
public record Step<S>(S next, List<Effect> effects) {
  /// Copies.
  public Step {
    effects = List.copyOf(effects);
  }
}
