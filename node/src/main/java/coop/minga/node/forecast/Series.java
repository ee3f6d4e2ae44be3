package coop.minga.node.forecast;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SeriesKey;
import java.util.Arrays;

/// One item at one site, day by day, with what the features need summed up beforehand.
///
/// Days are indexes from the first day. *Demand* is the quantity sold, but on a sold-out day at
/// least the mean of the 4 open days of its weekday before it: what was sold then is a lower bound.
/// Closed days have no demand and are in no mean. Nothing here at an index depends on a later one.
final class Series {
  /// Same weekdays are looked for this many weeks back.
  static final int WEEKS_BACK = 12;

  private final SeriesKey key;
  private final long firstDay;
  private final double[] demand;
  private final boolean[] closed;
  private final boolean[] soldOut;
  private final boolean[] promo;
  private final double[] price;
  private final double[] demandBefore;
  private final double[] priceBefore;
  private final int[] openBefore;
  private final int[] pricedBefore;

  Series(DailySeries days) {
    int length = days.length();
    this.key = days.key();
    this.firstDay = days.firstDay().toEpochDay();
    this.demand = new double[length];
    this.closed = new boolean[length];
    this.soldOut = new boolean[length];
    this.promo = new boolean[length];
    this.price = new double[length];
    this.demandBefore = new double[length + 1];
    this.priceBefore = new double[length + 1];
    this.openBefore = new int[length + 1];
    this.pricedBefore = new int[length + 1];
    for (int day = 0; day < length; day++) {
      read(days, day);
      sum(day);
    }
  }

  private void read(DailySeries days, int day) {
    demand[day] = days.quantity(day);
    closed[day] = days.closed(day);
    soldOut[day] = days.soldOut(day);
    promo[day] = days.promo(day);
    price[day] = days.price(day).orElse(Double.NaN);
    if (soldOut[day] && !closed[day]) {
      double[] same = sameWeekdays(day, day - 1, 4);
      demand[day] = Math.max(demand[day], same.length == 0 ? 0 : mean(same));
    }
  }

  private void sum(int day) {
    boolean open = !closed[day];
    boolean priced = !Double.isNaN(price[day]);
    demandBefore[day + 1] = demandBefore[day] + (open ? demand[day] : 0);
    openBefore[day + 1] = openBefore[day] + (open ? 1 : 0);
    priceBefore[day + 1] = priceBefore[day] + (priced ? price[day] : 0);
    pricedBefore[day + 1] = pricedBefore[day] + (priced ? 1 : 0);
  }

  SeriesKey key() {
    return key;
  }

  int length() {
    return demand.length;
  }

  int indexOf(long epochDay) {
    return Math.toIntExact(epochDay - firstDay);
  }

  /// Monday is 0.
  int weekday(int day) {
    return (int) Math.floorMod(firstDay + day + 3, 7L);
  }

  double demand(int day) {
    return demand[day];
  }

  boolean closed(int day) {
    return closed[day];
  }

  /// Whether the day can be learnt from: open, and not sold out.
  boolean tellsDemand(int day) {
    return !closed[day] && !soldOut[day];
  }

  boolean promo(int day) {
    return day < promo.length && promo[day];
  }

  /// Mean demand of the open days among the last so many up to an origin; NaN if none was open.
  double meanDemand(int origin, int days) {
    int from = Math.max(0, origin + 1 - days);
    int open = openBefore[origin + 1] - openBefore[from];
    return open == 0 ? Double.NaN : (demandBefore[origin + 1] - demandBefore[from]) / open;
  }

  int openDays(int origin, int days) {
    return openBefore[origin + 1] - openBefore[Math.max(0, origin + 1 - days)];
  }

  /// The price of a day, or else of the origin, over the mean price of the 56 days up to the
  /// origin; 1 if one of them is not known.
  double priceRatio(int day, int origin) {
    int from = Math.max(0, origin + 1 - 56);
    int priced = pricedBefore[origin + 1] - pricedBefore[from];
    double own = price[Math.min(day, price.length - 1)];
    if (priced == 0 || Double.isNaN(own)) {
      return 1;
    }
    double mean = (priceBefore[origin + 1] - priceBefore[from]) / priced;
    return mean > 0 && own > 0 ? own / mean : 1;
  }

  /// Demand on the last open days of the day's weekday, nearest first, none after the origin.
  double[] sameWeekdays(int day, int origin, int atMost) {
    double[] found = new double[atMost];
    int count = 0;
    int first = day - 7 * Math.ceilDiv(Math.max(1, day - origin), 7);
    for (int at = first; at >= 0 && at > first - 7 * WEEKS_BACK && count < atMost; at -= 7) {
      if (!closed[at]) {
        found[count++] = demand[at];
      }
    }
    return Arrays.copyOf(found, count);
  }

  /// The share of the last 8 such weekdays on which the site was closed.
  double closedShare(int day, int origin) {
    int seen = 0;
    int shut = 0;
    for (int at = day - 7 * Math.ceilDiv(Math.max(1, day - origin), 7);
        at >= 0 && seen < 8;
        at -= 7) {
      seen++;
      shut += closed[at] ? 1 : 0;
    }
    return seen == 0 ? 0 : (double) shut / seen;
  }

  /// Whether the site is expected to be closed on a day after the origin: it mostly was on that
  /// weekday.
  boolean expectClosed(int day, int origin) {
    return closedShare(day, origin) > .5;
  }

  static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
