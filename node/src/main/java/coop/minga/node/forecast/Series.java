package coop.minga.node.forecast;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Holidays;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockOut;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// One item at one site, day by day, with what the features need summed up beforehand.
///
/// Days are indexes from the first day. *Demand* is the quantity sold, but on a sold-out day what
/// [Censored] expects: what was sold then is a lower bound. Closed days have no demand and are in
/// no mean. An *ordinary* day is open and neither a holiday nor the day before one; what is *usual*
/// is the mean of the last 4 ordinary days of the weekday. Nothing here at an index depends on a
/// later one.
final class Series {
  /// Same weekdays are looked for this many weeks back.
  static final int WEEKS_BACK = 12;

  /// How many signs tell categories apart.
  static final int CATEGORY_SIGNS = 5;

  private static final int YEAR = 364;
  private static final int USUAL_WEEKS = 4;
  private static final int LIKE_DAYS = 6;
  private static final double MAX_EFFECT = 1.5;

  private final Grain grain;
  private final Context context;
  private final SeriesKey key;
  private final long firstDay;
  private final float[] category;
  private final double[] sold;
  private final double[] demand;
  private final boolean[] closed;
  private final boolean[] soldOut;
  private final BitSet inferred = new BitSet();
  private final BitSet selling = new BitSet();
  private final BitSet unsaid = new BitSet();
  private final float[] promo;
  private final double[] price;
  private final double[] usual;
  private final boolean[] holidays;
  private final double[] demandBefore;
  private final double[] priceBefore;
  private final int[] openBefore;
  private final int[] pricedBefore;

  Series(DailySeries days, Context context) {
    this(days, context, Grain.DAY);
    promote(days);
  }

  /// Weeks in the places of days.
  static Series byTheWeek(DailySeries weeks) {
    Series series = new Series(weeks, Context.NONE, Grain.WEEK);
    series.promote(weeks);
    return series;
  }

  private void promote(DailySeries days) {
    for (int day = 0; day < length(); day++) {
      promo[day] = days.promo(day) ? 1 : 0;
    }
  }

  Series(WeeklyItem weeks) {
    this(weeks.inDaysPlaces(), Context.NONE, Grain.WEEK);
    for (int week = 0; week < length(); week++) {
      promo[week] = weeks.weeks().get(week).display();
    }
  }

  private Series(DailySeries days, Context context, Grain grain) {
    int length = days.length();
    this.grain = grain;
    this.context = context;
    this.key = days.key();
    this.firstDay = days.firstDay().toEpochDay();
    this.category = signs(context.category(days.key().item()));
    this.sold = new double[length];
    this.demand = new double[length];
    this.closed = new boolean[length];
    this.soldOut = new boolean[length];
    this.promo = new float[length];
    this.price = new double[length];
    this.usual = new double[length];
    this.holidays = holidays(days.firstDay(), length, context.holidays());
    this.demandBefore = new double[length + 1];
    this.priceBefore = new double[length + 1];
    this.openBefore = new int[length + 1];
    this.pricedBefore = new int[length + 1];
    Censored censored = new Censored();
    for (int day = 0; day < length; day++) {
      read(days, day, censored);
      sum(day);
    }
  }

  /// From the day before the first to the end of the furthest forecast and a day more.
  private static boolean[] holidays(LocalDate first, int length, Holidays known) {
    boolean[] found = new boolean[length + Forecasts.MAX_DAYS + 2];
    for (int i = 0; i < found.length; i++) {
      found[i] = known.on(first.plusDays(i - 1L));
    }
    return found;
  }

  /// The same for a category's name wherever it is trained on, and unlike any other's.
  private static float[] signs(String category) {
    float[] signs = new float[CATEGORY_SIGNS];
    if (!category.isEmpty()) {
      int bits = Hash.sha256(Bytes.utf8("category " + category)).value().at(0);
      for (int i = 0; i < signs.length; i++) {
        signs[i] = (bits >> i & 1) == 1 ? 1 : -1;
      }
    }
    return signs;
  }

  private void read(DailySeries days, int day, Censored censored) {
    sold[day] = days.quantity(day);
    demand[day] = sold[day];
    closed[day] = days.closed(day);
    soldOut[day] = days.soldOut(day);
    inferred.set(day, days.stockOut(day) == StockOut.LIKELY);
    selling.set(day, sold[day] > 0);
    unsaid.set(day, sold[day] > 0 && days.stockOut(day) == StockOut.UNKNOWN);
    price[day] = days.price(day).orElse(Double.NaN);
    double[] same = ordinaryWeekdays(day, day - 1, USUAL_WEEKS);
    usual[day] = same.length == 0 ? Double.NaN : mean(same);
    if (!closed[day] && soldOut[day]) {
      demand[day] = censored.expected(demand[day], usual[day]);
    } else if (!closed[day]) {
      censored.learn(demand[day], usual[day]);
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

  /// The same series after days that nobody saw: what would have sold on them, not a number if
  /// closed. Of them no more and no less is said than of its own.
  Series precededBy(double[] past) {
    StockOut out = unsaid.isEmpty() ? StockOut.NO : StockOut.UNKNOWN;
    List<SalesDay> days = new ArrayList<>();
    for (double units : past) {
      days.add(
          Double.isNaN(units)
              ? SalesDay.shut()
              : new SalesDay(units, false, out, OptionalDouble.empty(), false));
    }
    for (int day = 0; day < length(); day++) {
      days.add(asSold(day));
    }
    LocalDate first = LocalDate.ofEpochDay(firstDay - past.length);
    return new Series(DailySeries.of(key, first, days), context);
  }

  /// The same from one day to another, as if nothing had been before and after: it begins with the
  /// first sale of those days, and nothing in it depends on a day outside. Empty if there is none,
  /// or the last day is not in the series.
  Optional<Series> during(long from, long to) {
    int last = indexOf(to);
    int first = Math.max(0, indexOf(from));
    while (first < Math.min(last + 1, length()) && sold[first] <= 0) {
      first++;
    }
    if (last >= length() || first > last) {
      return Optional.empty();
    }
    List<SalesDay> days = IntStream.rangeClosed(first, last).mapToObj(this::asSold).toList();
    LocalDate begins = LocalDate.ofEpochDay(firstDay + first);
    return Optional.of(new Series(DailySeries.of(key, begins, days), context));
  }

  private SalesDay asSold(int day) {
    StockOut out = soldOut[day] ? StockOut.YES : unsaid.get(day) ? StockOut.UNKNOWN : StockOut.NO;
    OptionalDouble paid =
        Double.isNaN(price[day]) ? OptionalDouble.empty() : OptionalDouble.of(price[day]);
    return new SalesDay(sold[day], closed[day], out, paid, promo[day] > 0);
  }

  /// Whether another is of the same category; what has none is like nothing.
  boolean sharesCategory(Series other) {
    String own = context.category(key.item());
    return !own.isEmpty() && own.equals(other.context.category(other.key.item()));
  }

  SeriesKey key() {
    return key;
  }

  int length() {
    return demand.length;
  }

  /// As days since 1970.
  long firstDay() {
    return firstDay;
  }

  int indexOf(long epochDay) {
    return Math.toIntExact(epochDay - firstDay);
  }

  /// Monday is 0.
  int weekday(int day) {
    return (int) Math.floorMod(firstDay + day + 3, (long) grain.season());
  }

  double demand(int day) {
    return demand[day];
  }

  /// What went over the counter; on a sold-out day less than the demand.
  double sold(int day) {
    return sold[day];
  }

  /// The category's name as signs; zeros if there is no name.
  float categorySign(int sign) {
    return category[sign];
  }

  boolean closed(int day) {
    return closed[day];
  }

  /// Whether what was sold is less than what was asked for, or may be.
  boolean soldOut(int day) {
    return soldOut[day] && !closed[day];
  }

  /// On how many days up to that one it is taken as sold out though no file says so.
  int inferredSoldOut(int last) {
    return inferred.get(0, last + 1).cardinality();
  }

  /// Of how many of the last 12 weeks' days up to that one on which any was sold nobody said
  /// whether it sold out, and nothing tells: 0 to 1. Ranges are set right by those days, whatever
  /// was learnt before. Sales that are less than demand are cut off at the top only, so of such a
  /// series the upper side of a range is taken for no narrower than the lower one: see
  /// [Quantiles#evened]. Weeks are so many days' and shelves' that nothing is concluded from them.
  double unsaid(int last) {
    int from = Math.max(0, last + 1 - Baselines.RESIDUAL_DAYS);
    int sellingDays = selling.get(from, last + 1).cardinality();
    return grain == Grain.WEEK || sellingDays == 0
        ? 0
        : (double) unsaid.get(from, last + 1).cardinality() / sellingDays;
  }

  /// Whether the day can be judged by: open, and not sold out.
  boolean tellsDemand(int day) {
    return !closed[day] && !soldOut[day];
  }

  /// How much of a promotion a day has: 0 to 1.
  float promo(int day) {
    return day < promo.length ? promo[day] : 0;
  }

  Grain grain() {
    return grain;
  }

  /// Whether a day is a holiday; known from the day before the first to the end of any forecast.
  boolean holiday(int day) {
    return holidays[Math.min(day + 1, holidays.length - 1)];
  }

  private boolean ordinary(int day) {
    return !closed[day] && !holiday(day) && !holiday(day + 1);
  }

  /// What the calendar makes of a day: nothing, a holiday, the day before or after one.
  private int kind(int day) {
    if (holiday(day)) {
      return 1;
    }
    return holiday(day + 1) ? 2 : day > 0 && holiday(day - 1) ? 3 : 0;
  }

  /// How much more or less than usual the last days of a special day's kind sold, as a log ratio; 0
  /// for any other day, and where none was seen.
  double calendarEffect(int day, int origin) {
    int kind = kind(day);
    if (kind == 0) {
      return 0;
    }
    double sum = 0;
    int count = 0;
    for (int at = origin; at >= 0 && count < LIKE_DAYS; at--) {
      if (!closed[at] && kind(at) == kind && !Double.isNaN(usual[at])) {
        double ratio = StrictMath.log((demand[at] + 1) / (usual[at] + 1));
        sum += Math.clamp(ratio, -MAX_EFFECT, MAX_EFFECT);
        count++;
      }
    }
    return sum / (count + 1);
  }

  /// How much more or less than in the 8 weeks before it was sold around a day a year ago, as seen
  /// from an origin, as a log ratio; 0 unless the series is that old.
  double lastYear(int day, int origin) {
    int then = day - YEAR;
    int before = origin - YEAR;
    if (before < 56 || then + 7 > origin) {
      return 0;
    }
    double around = meanDemand(then + 7, 15);
    double base = meanDemand(before, 56);
    return around > 0 && base > 0
        ? Math.clamp(StrictMath.log(around / base), -MAX_EFFECT, MAX_EFFECT)
        : 0;
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

  /// The price of a day, or else of the origin, over the mean price of the days up to the origin
  /// that [Grain#memory] counts; 1 if one of them is not known.
  double priceRatio(int day, int origin) {
    int from = Math.max(0, origin + 1 - grain.memory());
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
    return sameWeekdays(day, origin, atMost, false);
  }

  /// As [#sameWeekdays], of ordinary days.
  double[] ordinaryWeekdays(int day, int origin, int atMost) {
    return sameWeekdays(day, origin, atMost, true);
  }

  private double[] sameWeekdays(int day, int origin, int atMost, boolean ordinaryOnly) {
    double[] found = new double[atMost];
    int count = 0;
    int season = grain.season();
    int first = day - season * Math.ceilDiv(Math.max(1, day - origin), season);
    int end = first - season * WEEKS_BACK;
    for (int at = first; at >= 0 && at > end && count < atMost; at -= season) {
      if (ordinaryOnly ? ordinary(at) : !closed[at]) {
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

  /// Whether the site is expected to be closed on a day after the origin: a person says so; or else
  /// it was on the same holiday a year ago, or on most of the last holidays, or it mostly is on
  /// that weekday.
  boolean expectClosed(int day, int origin) {
    Optional<Boolean> said =
        context.holidays().open(key.site(), LocalDate.ofEpochDay(firstDay + day));
    if (said.isPresent()) {
      return !said.get();
    }
    return closedShare(day, origin) > .5 || (holiday(day) && closedOnHolidays(day, origin));
  }

  private boolean closedOnHolidays(int day, int origin) {
    Optional<LocalDate> yearAgo =
        context.holidays().yearBefore(LocalDate.ofEpochDay(firstDay + day));
    if (yearAgo.isPresent()) {
      int then = indexOf(yearAgo.get().toEpochDay());
      if (then >= 0 && then <= origin && closedShare(then, then - 1) <= .5) {
        return closed[then];
      }
    }
    int seen = 0;
    int shut = 0;
    for (int at = origin; at >= 0 && seen < LIKE_DAYS; at--) {
      if (holiday(at) && closedShare(at, at - 1) <= .5) {
        seen++;
        shut += closed[at] ? 1 : 0;
      }
    }
    return 2 * shut > seen;
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
