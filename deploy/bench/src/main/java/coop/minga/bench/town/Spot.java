package coop.minga.bench.town;

/// A place in the town, in metres.
record Spot(int x, int y) {
  /// As the crow flies, rounded down.
  int metresTo(Spot other) {
    long dx = (long) x - other.x;
    long dy = (long) y - other.y;
    return (int) Whole.root(dx * dx + dy * dy);
  }
}
