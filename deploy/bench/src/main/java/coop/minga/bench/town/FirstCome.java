package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Today's practice: shops put up what they can spare, and whoever answers first drives round and
/// takes what fits.
record FirstCome(Offering offering) implements Sharing {
  @Override
  public void close(Play play, Closing closing) {
    List<List<Lot>> lots = new ArrayList<>();
    for (int shop = 0; shop < play.town().shops().size(); shop++) {
      String id = play.town().shops().get(shop).id();
      boolean says = answer(play, id, closing).isPresent();
      List<Lot> offers = says ? offering.offers(play, shop, closing) : List.of();
      offers.forEach(lot -> play.tally().offered(closing.day(), lot.offeredGrams()));
      lots.add(offers);
    }
    for (int taker : inOrder(play, closing)) {
      for (Vehicle vehicle : play.vehicles(closing, taker)) {
        new Round(play, closing, vehicle, lots).drive();
      }
    }
  }

  private static List<Integer> inOrder(Play play, Closing closing) {
    List<Integer> takers = new ArrayList<>();
    for (int taker = 0; taker < play.town().takers().size(); taker++) {
      if (answer(play, id(play, taker), closing).isPresent()
          && !play.vehicles(closing, taker).isEmpty()) {
        takers.add(taker);
      }
    }
    takers.sort(
        Comparator.<Integer>comparingInt(
                taker -> answer(play, id(play, taker), closing).orElseThrow())
            .thenComparing(taker ->
                Tie.of(play.town().seed(), closing.day(), closing.number(), id(play, taker))));
    return takers;
  }

  private static String id(Play play, int taker) {
    return play.town().takers().get(taker).id();
  }

  /// A person's answer, which counts only if the link is up when it is given.
  private static Optional<Integer> answer(Play play, String node, Closing closing) {
    Luck luck = play.town().luck();
    return luck.answer(node, closing)
        .filter(minutes ->
            !play.isShock(closing.day()) || luck.isUp(node, closing.minute() - 60 + minutes));
  }

  /// One vehicle's way round the shops.
  private static final class Round {
    private final Play play;
    private final Closing closing;
    private final Vehicle vehicle;
    private final List<List<Lot>> lots;
    private final Collection collection;
    private final Set<Integer> visited = new HashSet<>();
    private Spot here;
    private long way;
    private int room;

    Round(Play play, Closing closing, Vehicle vehicle, List<List<Lot>> lots) {
      this.play = play;
      this.closing = closing;
      this.vehicle = vehicle;
      this.lots = lots;
      this.collection = new Collection(play, closing, vehicle.taker());
      this.here = home();
      this.room = vehicle.capacityGrams();
    }

    private Spot home() {
      return play.town().takers().get(vehicle.taker()).spot();
    }

    void drive() {
      Optional<Integer> next = next();
      while (visited.size() < vehicle.stops() && next.isPresent()) {
        visit(next.get());
        next = next();
      }
      if (collection.collect()) {
        play.tally().drove(closing.day(), way + here.metresTo(home()));
      }
    }

    private Optional<Integer> next() {
      List<Integer> open = new ArrayList<>();
      for (int shop = 0; shop < lots.size(); shop++) {
        if (!visited.contains(shop) && isNear(shop) && hasSomething(shop)) {
          open.add(shop);
        }
      }
      return open.stream()
          .min(
              Comparator.<Integer>comparingInt(shop -> here.metresTo(spot(shop)))
                  .thenComparing(this::tie));
    }

    private String tie(int shop) {
      return Tie.of(
          play.town().seed(),
          closing.day(),
          closing.number(),
          id(play, vehicle.taker()),
          play.town().shops().get(shop).id());
    }

    private Spot spot(int shop) {
      return play.town().shops().get(shop).spot();
    }

    private boolean isNear(int shop) {
      return way + here.metresTo(spot(shop)) + spot(shop).metresTo(home()) <= vehicle.metres();
    }

    private boolean hasSomething(int shop) {
      return lots.get(shop).stream().anyMatch(lot -> fits(lot) > 0);
    }

    private int fits(Lot lot) {
      int most = Math.min(lot.left(), room / lot.item().grams());
      return most == 0 ? 0 : Math.min(most, collection.room(lot));
    }

    private void visit(int shop) {
      way += here.metresTo(spot(shop));
      here = spot(shop);
      visited.add(shop);
      for (Lot lot : lots.get(shop)) {
        int units = fits(lot);
        if (units > 0) {
          collection.award(lot, units);
          room -= units * lot.item().grams();
        }
      }
    }
  }
}
