package coop.minga.bench.town;

/// Orders the mean of four same weekdays and some safety, less what is on the shelf.
///
/// @param k how much safety, in hundredths
record PlainRule(int k) implements Ordering {
  private static final int STILL_TO_SELL_PERCENT = 15;
  private static final int HUNDRED = 100;
  private static final int TENTHS = 10;
  private static final int MILLI = 1000;

  @Override
  public int order(Play play, int series, int day) {
    Item item = play.town().item(series);
    int arrival = day + 1;
    SalesRecord record = play.record(series);
    long variance = record.variance(Days.weekday(arrival));
    long expected = 0;
    long spread = 0;
    int cover = Days.cover(arrival, item.life().days());
    for (int ahead = arrival; ahead < arrival + cover; ahead++) {
      long factor = play.town().factor(series, ahead);
      expected += expected(play, series, ahead);
      spread += variance * factor * factor / HUNDRED;
    }
    long safety = kk(item) * Whole.root(spread) / HUNDRED;
    return Whole.packs(expected + safety - usable(play, series, day), item.pack());
  }

  private long usable(Play play, int series, int day) {
    Shelf shelf = play.shelf(series);
    long good = shelf.from(day, day + 1);
    long ends = shelf.units() - good;
    long tonight = expected(play, series, day) * STILL_TO_SELL_PERCENT / HUNDRED;
    return Math.max(0, MILLI * good - Math.max(0, tonight - MILLI * ends));
  }

  @Override
  public Outlook outlook(Play play, int series, int day) {
    long variance = play.record(series).variance(Days.weekday(day));
    long spread = Whole.root(variance) * play.town().factor(series, day) / TENTHS;
    return new Outlook(expected(play, series, day), kk(play.town().item(series)) * spread);
  }

  private static long expected(Play play, int series, int day) {
    return play.record(series).mean(Days.weekday(day)) * play.town().factor(series, day) / TENTHS;
  }

  private long kk(Item item) {
    return (long) k * item.kPercent() / HUNDRED;
  }
}
