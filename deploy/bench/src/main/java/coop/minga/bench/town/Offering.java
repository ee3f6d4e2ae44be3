package coop.minga.bench.town;

import java.util.List;

/// What a shop would give away at a closing.
interface Offering {
  /// The lots of a shop, as they stand in its list. Nothing is asked of its person here.
  List<Lot> offers(Play play, int shop, Closing closing);
}
