package coop.minga.bench.town;

/// How surplus changes hands.
interface Sharing {
  /// It does not.
  Sharing NONE = (_, _) -> {};

  /// One closing: offers, awards, collection.
  void close(Play play, Closing closing);
}
