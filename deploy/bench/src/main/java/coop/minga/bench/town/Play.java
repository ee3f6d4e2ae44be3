package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.List;

/// The town as it stands: shelves, records, larders, what arrives tomorrow, and what it all came
/// to.
///
/// A day is played in the order of its hours. The same town, arm and state give the same numbers.
final class Play {
  /// Per cent of a day's demand by the end of each slot: 11:00, 16:00, 18:00, 20:00.
  private static final int[] BY_SLOT = {0, 30, 70, 85, 100};

  /// How many slots a day of sale has.
  static final int SLOTS = 4;

  private static final int HUNDRED = 100;

  private static final int UNKNOWN = -1;

  private final Town town;
  private final boolean shock;
  private final Shelf[] shelves;
  private final SalesRecord[] records;
  private final int[] arriving;
  private final int[] soldToday;
  private final int[] askedToday;
  private final int[] leastToday;
  private final Diary diary;
  private final List<Larder> larders;
  private final Tally tally;

  /// An empty town on the morning of the first day.
  Play(Town town) {
    this.town = town;
    this.shock = false;
    this.shelves = new Shelf[town.series()];
    this.records = new SalesRecord[town.series()];
    for (int series = 0; series < town.series(); series++) {
      shelves[series] = new Shelf();
      records[series] = new SalesRecord();
    }
    this.arriving = new int[town.series()];
    this.soldToday = new int[town.series()];
    this.askedToday = new int[town.series()];
    this.leastToday = new int[town.series()];
    this.diary = new Diary(town.series());
    this.larders = new ArrayList<>(town.takers().stream().map(Larder::new).toList());
    this.tally = fresh(town);
  }

  private Play(Play other, Town town, boolean shock) {
    this.town = town;
    this.shock = shock;
    shelves = other.shelves.clone();
    records = other.records.clone();
    for (int series = 0; series < shelves.length; series++) {
      shelves[series] = shelves[series].copy();
      records[series] = records[series].copy();
    }
    arriving = other.arriving.clone();
    soldToday = other.soldToday.clone();
    askedToday = other.askedToday.clone();
    leastToday = other.leastToday.clone();
    diary = other.diary.copy();
    larders = new ArrayList<>(other.larders.stream().map(Larder::copy).toList());
    tally = fresh(town);
  }

  private static Tally fresh(Town town) {
    long categories = town.items().stream().map(Item::category).distinct().count();
    return new Tally(town.takers().size(), Math.toIntExact(categories * town.shops().size()));
  }

  /// The same state, to be played on apart from this one; what it comes to is counted from here.
  ///
  /// @param withShock whether vehicles and links are lost on the days of the shock
  Play copy(boolean withShock) {
    return new Play(this, town, withShock);
  }

  /// The same state in a town of which another demand is told.
  Play in(Town other) {
    return new Play(this, other, false);
  }

  Town town() {
    return town;
  }

  Shelf shelf(int series) {
    return shelves[series];
  }

  SalesRecord record(int series) {
    return records[series];
  }

  Larder larder(int taker) {
    return larders.get(taker);
  }

  /// Units that come tomorrow morning.
  int arriving(int series) {
    return arriving[series];
  }

  /// What today's customers want until tonight, as far as the hours tell in which the shelf was not
  /// empty; below 0 if it was too early.
  int askedToday(int series) {
    return askedToday[series];
  }

  /// Units sold since the shop opened today.
  int soldToday(int series) {
    return soldToday[series];
  }

  Diary diary() {
    return diary;
  }

  Tally tally() {
    return tally;
  }

  /// Whether vehicles and links are lost on a day.
  boolean isShock(int day) {
    return shock && Days.isShock(day);
  }

  /// The vehicles that run at a closing.
  List<Vehicle> vehicles(Closing closing, int taker) {
    return town.vehicles().stream()
        .filter(v -> v.taker() == taker && v.closing() == closing.number())
        .filter(v -> !v.lost() || !isShock(closing.day()))
        .toList();
  }

  /// Plays some days.
  void play(int first, int last, Arm arm) {
    for (int day = first; day <= last; day++) {
      play(day, arm);
    }
  }

  private void play(int day, Arm arm) {
    arrive(day);
    sell(day, 1);
    arm.sharing().close(this, new Closing(day, 1));
    sell(day, 2);
    arm.sharing().close(this, new Closing(day, 2));
    sell(day, 3);
    order(day, arm.ordering());
    eat(day);
    sell(day, 4);
    writeDown(day);
    arm.sharing().close(this, new Closing(day, Closing.COUNT));
    throwAway(day);
  }

  /// Units of a day's demand that are wanted in a slot, 1 to [#SLOTS].
  static int wanted(int demand, int slot) {
    return demand * BY_SLOT[slot] / HUNDRED - demand * BY_SLOT[slot - 1] / HUNDRED;
  }

  private void arrive(int day) {
    for (int series = 0; series < shelves.length; series++) {
      Item item = town.item(series);
      if (Opening.isBy(day)) {
        arriving[series] = Opening.delivery(town, series, day, shelves[series].units());
      }
      shelves[series].put(day + item.life().days() - 1, arriving[series]);
      tally.delivered(day, (long) arriving[series] * item.grams());
      arriving[series] = 0;
      soldToday[series] = 0;
      askedToday[series] = UNKNOWN;
      leastToday[series] = 0;
    }
  }

  private void sell(int day, int slot) {
    for (int series = 0; series < shelves.length; series++) {
      int wanted = wanted(town.demand(series, day), slot);
      int sold = shelves[series].sell(day, wanted);
      soldToday[series] += sold;
      if (shelves[series].units() > 0) {
        askedToday[series] = Today.middle(soldToday[series], BY_SLOT[slot]);
      } else if (sold > 0) {
        leastToday[series] = Today.least(soldToday[series], BY_SLOT[slot]);
      }
      tally.sold(day, kind(series), sold, wanted);
    }
  }

  /// The shop-category of a series.
  int kind(int series) {
    int categories = tally.kinds() / town.shops().size();
    int category = town.categoryPlace(town.itemPlace(series));
    return town.shopPlace(series) * categories + category;
  }

  private void order(int day, Ordering ordering) {
    ordering.study(this, day);
    if (Days.isSaturday(day) || day < Opening.FIRST_ORDER || day == Days.LAST) {
      return;
    }
    for (int series = 0; series < shelves.length; series++) {
      arriving[series] = ordering.order(this, series, day);
    }
  }

  private void eat(int day) {
    for (int taker = 0; taker < larders.size(); taker++) {
      for (Larder.Batch batch : larders.get(taker).eat(day)) {
        tally.ate(day, taker, batch.collected(), batch.grams());
      }
    }
  }

  private void writeDown(int day) {
    for (int series = 0; series < shelves.length; series++) {
      boolean empty = shelves[series].units() == 0;
      diary.enter(series, day, soldToday[series], askedToday[series], leastToday[series]);
      if (day > Days.FIRST && !(town.item(series).isFresh() && Days.isSunday(day))) {
        long milli = soldToday[series] * 10_000L / town.factor(series, day);
        records[series].enter(Days.weekday(day), milli, empty);
      }
    }
  }

  private void throwAway(int day) {
    for (int series = 0; series < shelves.length; series++) {
      tally.binned(day, (long) shelves[series].bin(day) * town.item(series).grams());
    }
    for (Larder larder : larders) {
      tally.spoilt(day, larder.spoil(day));
    }
  }
}
