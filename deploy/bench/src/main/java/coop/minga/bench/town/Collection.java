package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.List;

/// One vehicle's awards at a closing, from its taker's larder as it was promised to what came.
final class Collection {
  private final Play play;
  private final Closing closing;
  private final int taker;
  private final List<Part> parts = new ArrayList<>();

  /// Units of a lot for this vehicle.
  private record Part(Lot lot, Larder.Batch batch) {}

  Collection(Play play, Closing closing, int taker) {
    this.play = play;
    this.closing = closing;
    this.taker = taker;
  }

  /// Units of a lot that the taker still has room for.
  int room(Lot lot) {
    return play.larder(taker).room(lot.item(), lot.eatBy(), firstMeal());
  }

  /// Promises units of a lot: room is kept for them.
  void award(Lot lot, int units) {
    lot.promise(units);
    var batch = new Larder.Batch(lot.item(), lot.eatBy(), closing.day(), firstMeal(), units);
    play.larder(taker).add(batch);
    parts.add(new Part(lot, batch));
  }

  /// Collects what is collected: it leaves the shelf. The rest leaves the larder and stays where it
  /// is, for sale and for the next closing.
  ///
  /// @return whether anyone set out
  boolean collect() {
    Town town = play.town();
    String id = town.takers().get(taker).id();
    for (Part part : parts) {
      int came = town.luck().collected(id, closing, part.batch().units());
      play.larder(taker).remove(part.batch());
      play.larder(taker).add(part.batch().of(came));
      play.shelf(part.lot().series()).take(part.lot().lastDay(), came);
      play.tally().awarded(closing.day(), part.batch().grams());
      play.tally().collected(closing.day(), part.batch().of(came).grams());
    }
    return !parts.isEmpty() && town.luck().comes(id, closing);
  }

  private int firstMeal() {
    return closing.firstMeal(play.town().takers().get(taker).serveMinutes());
  }
}
