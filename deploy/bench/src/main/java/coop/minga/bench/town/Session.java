package coop.minga.bench.town;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.negotiation.PaperSession;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// One session of a closing, by the core's own standing bids and oracles.
///
/// @param closing at which
/// @param lots what is offered
/// @param trips who bids
record Session(Closing closing, List<Lot> lots, List<Trip> trips) {
  private static final int BID_STEP = 5;
  private static final int BASE_POINTS = 100;
  private static final int TRANSPORT_MILLI = 500;
  private static final String FOOD = "food";
  private static final Wants.Road ROAD = new Wants.Road(new Place(0, 0), 500, 0, 1_000_000);

  /// Bids until nobody wants more, and awards.
  void hold(Tally tally) {
    var places = new IdentityHashMap<Lot, Integer>();
    List<Lot> open = lots.stream().filter(lot -> lot.left() > 0).toList();
    open.forEach(lot -> places.put(lot, places.size()));
    var paper = new PaperSession(open.stream().map(Session::good).toList(), BID_STEP);
    List<List<Lot>> within = new ArrayList<>();
    for (Trip trip : trips) {
      List<Lot> near = trip.free() > 0 ? trip.within(open) : List.of();
      within.add(near);
      paper.add(
          wants(trip),
          near.stream().map(lot -> link(trip, places.getOrDefault(lot, 0), lot)).toList());
    }
    paper.runInTurn();
    for (int trip = 0; trip < trips.size(); trip++) {
      List<Lot> near = within.get(trip);
      for (int link = 0; link < near.size(); link++) {
        Lot lot = near.get(link);
        if (trips.get(trip).accept(lot, paper.held(trip, link)) > 0) {
          tally.accepted(closing.day(), lot.openMinutes());
        }
      }
    }
  }

  private static PaperSession.Good good(Lot lot) {
    return new PaperSession.Good(
        FOOD, storage(lot.item().life().chilled()), lot.item().grams(), lot.left(), 0);
  }

  private static PaperSession.Link link(Trip trip, int good, Lot lot) {
    long millionths = (long) trip.metresTo(lot) * TRANSPORT_MILLI;
    return new PaperSession.Link(good, (int) Math.ceilDiv(millionths, 1_000_000L), 0);
  }

  private static Wants wants(Trip trip) {
    var room =
        Map.of(
            Storage.AMBIENT, room(trip, false),
            Storage.CHILLED, room(trip, true));
    var whole = new Grams(trip.free());
    List<Want> wants =
        List.of(false, true).stream().map(chilled -> want(storage(chilled), whole)).toList();
    return new Wants(ROAD, wants, room, whole);
  }

  private static Grams room(Trip trip, boolean chilled) {
    long room = trip.taker().stores().of(chilled) - trip.larder().held(chilled);
    return new Grams(Math.max(0, room));
  }

  private static Want want(Storage storage, Grams whole) {
    return new Want(FOOD, storage, List.of(new Want.Tier(whole, BASE_POINTS)));
  }

  private static Storage storage(boolean chilled) {
    return chilled ? Storage.CHILLED : Storage.AMBIENT;
  }
}
