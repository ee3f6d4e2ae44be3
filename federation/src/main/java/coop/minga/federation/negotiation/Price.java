package coop.minga.federation.negotiation;

import java.time.Instant;
import java.util.Optional;

/// What free units of a lot cost, and since when nobody has spoken.
///
/// @param points per kg
/// @param cut the last one; absent before the first
/// @param quietSince the last cut or accepted bid, or the opening
record Price(int points, Optional<Cut> cut, Instant quietSince) {
  static Price opened(int points, Instant at) {
    return new Price(points, Optional.empty(), at);
  }

  /// Somebody's bid was accepted.
  Price spoken(Instant at) {
    return new Price(points, cut, at);
  }

  Price cut(Cut said) {
    return new Price(said.points(), Optional.of(said), said.at());
  }
}
