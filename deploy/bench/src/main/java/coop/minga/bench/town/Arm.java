package coop.minga.bench.town;

/// A way of ordering and a way of sharing.
record Arm(Ordering ordering, Sharing sharing) {}
