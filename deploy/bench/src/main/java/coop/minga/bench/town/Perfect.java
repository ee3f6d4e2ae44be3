package coop.minga.bench.town;

/// Orders what will be wanted, as nobody can: a bound.
record Perfect() implements Ordering {
  private static final int SOLD_BY_NOW_PERCENT = 85;
  private static final int HUNDRED = 100;
  private static final int MILLI = 1000;

  @Override
  public int order(Play play, int series, int day) {
    return order(play.town(), play.shelf(series), series, day);
  }

  static int order(Town town, Shelf shelf, int series, int day) {
    Item item = town.item(series);
    long need = 0;
    int cover = Days.cover(day + 1, item.life().days());
    for (int ahead = day + 1; ahead <= day + cover; ahead++) {
      need += town.demand(series, ahead);
    }
    int good = shelf.from(day, day + 1);
    int ends = shelf.units() - good;
    int today = town.demand(series, day);
    int tonight = today - today * SOLD_BY_NOW_PERCENT / HUNDRED;
    long usable = Math.max(0, good - Math.max(0, tonight - ends));
    return Whole.packs(MILLI * (need - usable), item.pack());
  }

  @Override
  public Outlook outlook(Play play, int series, int day) {
    return new Outlook((long) MILLI * play.town().demand(series, day), 0);
  }
}
