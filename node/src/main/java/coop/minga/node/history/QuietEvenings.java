package coop.minga.node.history;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;

/// The days on which an item stopped selling long before its site did, where nobody said whether it
/// sold out: by the times of the sales.
///
/// A day likely sold out if its last sale was more than [#QUIET] minutes before the last that the
/// site made of anything on that day. That is its closing as far as sales tell, and never later
/// than the true one: on a day when the shop closed early nothing is concluded of the hours that it
/// was not open.
///
/// The last sale of a slow item is early without being sold out. So nothing is concluded of an item
/// before [#LEAST] days of it are known, or if on more than one in [#ONE_IN] of the last [#MOST] it
/// was as quiet. Days on which it is concluded count in that too, so that an item that has become a
/// slow one is not taken for sold out for ever; days that a file calls sold out do not.
final class QuietEvenings {
  /// What an import of times says of them.
  static final String NOTE =
      "the time of each day's last sale is kept: where no file says whether a day sold out, it is"
          + " inferred for an item that usually sells to the end and stopped more than two hours"
          + " before its site";

  /// Minutes without a sale.
  static final int QUIET = 120;

  /// Days of an item that have to be known.
  static final int LEAST = 20;

  /// Days of an item that are looked back on.
  static final int MOST = 60;

  /// One day in so many may be quiet and the item still be one that sells to the end.
  static final int ONE_IN = 10;

  private final Deque<Boolean> usual = new ArrayDeque<>();
  private int quiet;

  private QuietEvenings() {}

  /// The same series with those days, [StockOut#LIKELY].
  ///
  /// @param lastSales of the item, in minutes, on the days of which it is known
  /// @param closings of the site, in minutes, on the same days at least
  static DailySeries marked(
      DailySeries sold, Map<LocalDate, Integer> lastSales, Map<LocalDate, Integer> closings) {
    if (lastSales.size() < LEAST) {
      return sold;
    }
    var evenings = new QuietEvenings();
    BitSet soldOut = new BitSet();
    for (int day = 0; day < sold.length(); day++) {
      Integer last = lastSales.get(sold.day(day));
      Integer closing = closings.get(sold.day(day));
      if (last != null && closing != null && !sold.soldOut(day) && sold.quantity(day) > 0) {
        boolean early = closing - last > QUIET;
        soldOut.set(day, early && evenings.sellsToTheEnd());
        evenings.note(early);
      }
    }
    return sold.likelySoldOut(soldOut);
  }

  private boolean sellsToTheEnd() {
    return usual.size() >= LEAST && quiet * ONE_IN <= usual.size();
  }

  private void note(boolean early) {
    usual.add(early);
    quiet += early ? 1 : 0;
    if (usual.size() > MOST && usual.remove()) {
      quiet--;
    }
  }
}
