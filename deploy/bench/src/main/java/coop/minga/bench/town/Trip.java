package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.List;

/// What one vehicle will fetch at a closing, and where: never more stops or metres than it has.
final class Trip {
  /// By how much a tour is planned fuller than the vehicle: others bid for the same.
  private static final int PLANNED_PERCENT = 150;

  private static final int HUNDRED = 100;

  /// Metres that a stop is reckoned to cost beside its way.
  private static final int STOP_METRES = 2_000;

  private final Play play;
  private final Closing closing;
  private final Vehicle vehicle;
  private final Links links;
  private final Collection collection;
  private final List<Integer> shops = new ArrayList<>();
  private long free;

  Trip(Play play, Closing closing, Vehicle vehicle, Links links) {
    this.play = play;
    this.closing = closing;
    this.vehicle = vehicle;
    this.links = links;
    this.collection = new Collection(play, closing, vehicle.taker());
    this.free = vehicle.capacityGrams();
  }

  Taker taker() {
    return play.town().takers().get(vehicle.taker());
  }

  Larder larder() {
    return play.larder(vehicle.taker());
  }

  /// Grams that still fit into the vehicle.
  long free() {
    return free;
  }

  /// Metres from home to a lot's shop.
  int metresTo(Lot lot) {
    return taker().spot().metresTo(spot(lot.shop()));
  }

  /// The lots that it could fetch: of the shops where it stops already, and of as many others on
  /// its way as may be needed to fill it.
  List<Lot> within(List<Lot> lots) {
    List<Lot> open = lots.stream().filter(this::isOpen).toList();
    long[] grams = new long[play.town().shops().size()];
    open.forEach(lot -> grams[lot.shop()] += (long) lot.left() * lot.item().grams());
    List<Integer> tour = tour(grams);
    return open.stream().filter(lot -> tour.contains(lot.shop())).toList();
  }

  private boolean isOpen(Lot lot) {
    return lot.left() > 0
        && lot.item().grams() <= free
        && links.talk(lot.shop(), vehicle.taker())
        && collection.room(lot) > 0;
  }

  private List<Integer> tour(long[] grams) {
    var tour = new ArrayList<>(shops);
    long found = tour.stream().mapToLong(shop -> grams[shop]).sum();
    int next = next(grams, tour);
    while (next >= 0 && found * HUNDRED < free * PLANNED_PERCENT) {
      tour.add(next);
      found += grams[next];
      next = next(grams, tour);
    }
    return tour;
  }

  /// The shop that adds most for the way that it adds; -1 if none can be added.
  private int next(long[] grams, List<Integer> tour) {
    long way = metres(tour);
    int best = -1;
    double most = 0;
    for (int shop = 0; shop < grams.length && tour.size() < vehicle.stops(); shop++) {
      if (grams[shop] > 0 && !tour.contains(shop)) {
        long longer = metres(with(tour, shop));
        double gain = Math.min(grams[shop], free) / (double) (longer - way + STOP_METRES);
        if (longer <= vehicle.metres() && gain > most) {
          most = gain;
          best = shop;
        }
      }
    }
    return best;
  }

  private static List<Integer> with(List<Integer> tour, int shop) {
    var longer = new ArrayList<>(tour);
    longer.add(shop);
    return longer;
  }

  /// From home to home, always to the nearest next.
  private long metres(List<Integer> tour) {
    List<Spot> rest = new ArrayList<>(tour.stream().map(this::spot).toList());
    Spot here = taker().spot();
    long way = 0;
    while (!rest.isEmpty()) {
      Spot next = nearest(here, rest);
      way += here.metresTo(next);
      rest.remove(next);
      here = next;
    }
    return way + here.metresTo(taker().spot());
  }

  private static Spot nearest(Spot here, List<Spot> rest) {
    Spot nearest = rest.getFirst();
    for (Spot spot : rest) {
      nearest = here.metresTo(spot) < here.metresTo(nearest) ? spot : nearest;
    }
    return nearest;
  }

  private Spot spot(int shop) {
    return play.town().shops().get(shop).spot();
  }

  /// Accepts an award, as far as there is room.
  ///
  /// @return how many units
  int accept(Lot lot, int units) {
    int fits = Math.min(units, collection.room(lot));
    if (fits > 0) {
      collection.award(lot, fits);
      free -= (long) fits * lot.item().grams();
      if (!shops.contains(lot.shop())) {
        shops.add(lot.shop());
      }
    }
    return fits;
  }

  /// Fetches what was awarded.
  void drive() {
    if (collection.collect()) {
      play.tally().drove(closing.day(), metres(shops));
    }
  }
}
