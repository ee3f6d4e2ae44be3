package coop.minga.federation.negotiation;

import java.time.Instant;
import java.util.Optional;

/// What free units of a lot cost, and since when nobody has spoken.
///
/// @param points per kg
/// @param cut the last one; absent before the first
/// @param quietSince the last cut, ruling or accepted bid, or the opening
/// @param called when everybody was last told that units are free: a cut or a ruling; absent before
record Price(int points, Optional<Cut> cut, Instant quietSince, Optional<Instant> called) {
  static Price opened(int points, Instant at) {
    return new Price(points, Optional.empty(), at, Optional.empty());
  }

  /// Somebody's bid was accepted.
  Price spoken(Instant at) {
    return new Price(points, cut, at, called);
  }

  Price cut(Cut said) {
    return new Price(said.points(), Optional.of(said), said.at(), Optional.of(said.at()));
  }

  /// Somebody was ruled out, and what it held is free.
  Price freed(Instant at) {
    return new Price(points, cut, at, Optional.of(at));
  }
}
