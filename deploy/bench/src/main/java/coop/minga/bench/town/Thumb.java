package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a shop offers by a rule of thumb: what it will hardly sell by its last day.
record Thumb(Ordering ordering) implements Offering {
  /// In which order a shop's lots stand.
  static final Comparator<Lot> IN_ORDER =
      Comparator.comparingInt(Lot::eatBy)
          .thenComparing(lot -> lot.item().id())
          .thenComparingInt(Lot::lastDay);

  private static final int MILLI = 1000;

  @Override
  public List<Lot> offers(Play play, int shop, Closing closing) {
    int items = play.town().items().size();
    List<Lot> lots = new ArrayList<>();
    for (int series = shop * items; series < (shop + 1) * items; series++) {
      if (closing.isLast()) {
        atNight(play, series, closing.day(), lots);
      } else {
        byDay(play, series, closing, lots);
      }
    }
    lots.sort(IN_ORDER);
    return lots;
  }

  private void byDay(Play play, int series, Closing closing, List<Lot> lots) {
    int day = closing.day();
    Ordering.Outlook outlook = ordering.outlook(play, series, day);
    long need =
        closing.number() == 1
            ? outlook.milli() * 700 / 1000 + outlook.safety() * 837 / 100_000
            : outlook.milli() * 300 / 1000 + outlook.safety() * 548 / 100_000;
    Shelf shelf = play.shelf(series);
    add(play, series, day, kept(need, shelf.from(day, day + 1)), lots);
  }

  private void atNight(Play play, int series, int day, List<Lot> lots) {
    if (play.town().item(series).life().graceDays() > 0) {
      add(play, series, day, 0, lots);
    }
    Ordering.Outlook outlook = ordering.outlook(play, series, day + 1);
    long need = outlook.milli() + outlook.safety() / 100;
    int later = play.shelf(series).from(day, day + 2) + play.arriving(series);
    add(play, series, day + 1, kept(need, later), lots);
  }

  /// Thousandths to keep for customers, some of whom will take fresher units.
  private static long kept(long need, int fresher) {
    return Math.max(6 * need / 10, need - (long) MILLI * fresher);
  }

  private static void add(Play play, int series, int lastDay, long kept, List<Lot> lots) {
    int spare = play.shelf(series).ending(lastDay) - (int) Math.ceilDiv(kept, (long) MILLI);
    if (spare > 0) {
      lots.add(new Lot(play.town(), series, lastDay, spare));
    }
  }
}
