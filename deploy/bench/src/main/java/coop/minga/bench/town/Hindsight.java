package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.List;

/// Offers what is known not to be sold by its last day, as nobody can: a bound.
record Hindsight() implements Offering {
  @Override
  public List<Lot> offers(Play play, int shop, Closing closing) {
    int items = play.town().items().size();
    List<Lot> lots = new ArrayList<>();
    for (int series = shop * items; series < (shop + 1) * items; series++) {
      offer(play, series, closing, lots);
    }
    lots.sort(Thumb.IN_ORDER);
    return lots;
  }

  private static void offer(Play play, int series, Closing closing, List<Lot> lots) {
    Shelf ahead = play.shelf(series).copy();
    int arriving = play.arriving(series);
    int last = Math.min(Days.LAST, closing.day() + play.town().item(series).life().days());
    for (int day = closing.day(); day <= last && ahead.units() > 0; day++) {
      if (day > closing.day()) {
        ahead.put(day + play.town().item(series).life().days() - 1, arriving);
        arriving = 0;
      }
      int slot = day == closing.day() ? closing.slotsBefore() + 1 : 1;
      for (; slot <= Play.SLOTS; slot++) {
        ahead.sell(day, Play.wanted(play.town().demand(series, day), slot));
        if (slot == Play.SLOTS - 1 && !Days.isSaturday(day) && day < Days.LAST) {
          arriving = Perfect.order(play.town(), ahead, series, day);
        }
      }
      int left = Math.min(ahead.ending(day), play.shelf(series).ending(day));
      if (left > 0) {
        lots.add(new Lot(play.town(), series, day, left));
      }
      ahead.bin(day);
    }
  }
}
