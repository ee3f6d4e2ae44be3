package coop.minga.bench.town;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A town of two shops, one item and one kitchen, made by hand: the near shop 1 km east of the
/// kitchen, the far one 3 km east. Nobody wants anything.
final class SmallTown {
  static final Item BREAD = new Item("I01", "bread", 500, 1, new Item.Life(1, 1, false), 25);
  static final int NEAR = 0;
  static final int FAR = 1;

  private final Map<Luck.Asked, Integer> answers = new HashMap<>();
  private final Map<Luck.Asked, Integer> collected = new HashMap<>();
  private final Map<String, List<Luck.Outage>> outages = new HashMap<>();
  private Vehicle vehicle = new Vehicle("V001", 0, 2, 16_000, 4, 40_000, false);

  SmallTown answers(String node, Closing closing, int minutes) {
    answers.put(new Luck.Asked(node, closing), minutes);
    return this;
  }

  SmallTown everybodyAnswers(Closing closing) {
    return answers("S01", closing, 5).answers("S02", closing, 5).answers("T01", closing, 5);
  }

  SmallTown collects(Closing closing, int percent) {
    collected.put(new Luck.Asked("T01", closing), percent);
    return this;
  }

  SmallTown down(String node, int from, int until) {
    outages.put(node, List.of(new Luck.Outage(from, until)));
    return this;
  }

  SmallTown with(Vehicle other) {
    vehicle = other;
    return this;
  }

  Play play(boolean shock) {
    var kitchen =
        new Taker("T01", new Spot(0, 0), 100, new Taker.Stores(60_000, 60_000), 60, false);
    var shops =
        List.of(
            new Shop("S01", 0, new Spot(1000, 0), true),
            new Shop("S02", 0, new Spot(3000, 0), false));
    var parties = new Town.Parties(shops, List.of(BREAD), List.of(kitchen), List.of(vehicle));
    var tables =
        new Town.Tables(new int[2][Days.COUNT], new boolean[1][Days.COUNT], new double[Days.COUNT]);
    var town = new Town(1, parties, tables, new Luck(answers, collected, outages));
    return new Play(town).copy(shock);
  }

  /// Offers all that ends today.
  static List<Lot> allOfToday(Play play, int shop, Closing closing) {
    int units = play.shelf(shop).ending(closing.day());
    return units == 0 ? List.of() : List.of(new Lot(play.town(), shop, closing.day(), units));
  }
}
