package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.List;

/// Minga's sharing: every shop auctions what its node offers, every vehicle bids for what its taker
/// has room for, with nobody in charge.
///
/// The standing bids and the oracles are the core's own. A vehicle bids only at shops that it can
/// visit on one trip; when a session is over, it may bid on what is left, at the shops that it
/// visits and at others on its way, a few times. In the shock, who will not hear the end of it
/// deals first, with those whom it could talk to, and what was awarded then stands.
///
/// @param offering what a node offers
/// @param voices who says yes
record Negotiation(Offering offering, Voices voices) implements Sharing {
  /// Sessions of a closing: the first, and as many as units of a lot are offered again.
  private static final int SESSIONS = 4;

  @Override
  public void close(Play play, Closing closing) {
    List<Lot> lots = lots(play, closing);
    var links = new Links(play, closing);
    List<Trip> early = new ArrayList<>();
    List<Trip> present = new ArrayList<>();
    for (int taker = 0; taker < play.town().takers().size(); taker++) {
      if (voices.says(play, play.town().takers().get(taker), closing)) {
        for (Vehicle vehicle : play.vehicles(closing, taker)) {
          (links.isUp(taker) ? present : early).add(new Trip(play, closing, vehicle, links));
        }
      }
    }
    for (List<Trip> trips : List.of(early, present)) {
      for (int session = 0; session < SESSIONS && !trips.isEmpty(); session++) {
        new Session(closing, lots, trips).hold(play.tally());
      }
      trips.forEach(Trip::drive);
    }
  }

  private List<Lot> lots(Play play, Closing closing) {
    List<Lot> lots = new ArrayList<>();
    for (int shop = 0; shop < play.town().shops().size(); shop++) {
      Shop who = play.town().shops().get(shop);
      if (voices.says(play, who, closing)) {
        int open = play.town().luck().answer(who.id(), closing).map(m -> 60 - m).orElse(0);
        offering.offers(play, shop, closing).forEach(lot -> lots.add(lot.openFor(open)));
      }
    }
    lots.forEach(lot -> play.tally().offered(closing.day(), lot.offeredGrams()));
    return lots;
  }
}
