package coop.minga.bench.town;

import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockOut;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What a retailer's node knows of its own sales, as the demand model reads it: promotions and
/// weather are taken out of every day, as both are known beforehand, and put in again afterwards.
final class Known {
  /// The day before the first order by a rule is not yet a day like others.
  private static final int FIRST = Days.FIRST + 1;

  private static final LocalDate DAY_0 = LocalDate.of(2026, 6, 1);

  /// Days that a forecast looks back.
  private static final int LATELY = 18 * Days.WEEK;

  private static final double TENTHS = 10;

  private final Town town;
  private final List<List<SalesDay>> days = new ArrayList<>();
  private int until = FIRST - 1;

  Known(Town town) {
    this.town = town;
    for (int series = 0; series < town.series(); series++) {
      days.add(new ArrayList<>());
    }
  }

  static LocalDate date(int day) {
    return DAY_0.plusDays(day);
  }

  /// By how much an ordinary day's demand is multiplied.
  double factor(int series, int day) {
    return town.factor(series, day) / TENTHS * Math.exp(town.weather(day));
  }

  /// Reads on in the diary, to a day that is over.
  void readTo(Play play, int day) {
    for (; until < day; until++) {
      for (int series = 0; series < town.series(); series++) {
        Diary diary = play.diary();
        int next = until + 1;
        days.get(series)
            .add(day(series, next, diary.wanted(series, next), diary.isUnknown(series, next)));
      }
    }
  }

  private SalesDay day(int series, int day, int wanted, boolean unknown) {
    return town.item(series).isFresh() && Days.isSunday(day)
        ? SalesDay.shut()
        : new SalesDay(
            wanted / factor(series, day),
            false,
            unknown ? StockOut.YES : StockOut.NO,
            OptionalDouble.empty(),
            false);
  }

  /// The series of one retailer until a day that is over.
  TrainingData of(int retailer) {
    return TrainingData.of(
        series(retailer).stream()
            .map(one -> DailySeries.of(key(one), date(FIRST), days.get(one)))
            .toList(),
        date(until));
  }

  /// The series of one retailer at 18:00 of the next day, the day reckoned from what it sold so
  /// far.
  TrainingData tonight(Play play, int retailer) {
    List<DailySeries> all = new ArrayList<>();
    for (int one : series(retailer)) {
      int first = Math.max(0, days.get(one).size() - LATELY);
      List<SalesDay> more = new ArrayList<>(days.get(one).subList(first, days.get(one).size()));
      more.add(
          day(
              one,
              until + 1,
              Math.max(play.soldToday(one), play.askedToday(one)),
              play.askedToday(one) < 0));
      all.add(DailySeries.of(key(one), date(FIRST + first), more));
    }
    return TrainingData.of(all, date(until + 1));
  }

  List<Integer> series(int retailer) {
    List<Integer> found = new ArrayList<>();
    for (int series = 0; series < town.series(); series++) {
      if (town.shops().get(town.shopPlace(series)).retailer() == retailer) {
        found.add(series);
      }
    }
    return found;
  }

  SeriesKey key(int series) {
    return new SeriesKey(town.shops().get(town.shopPlace(series)).id(), town.item(series).id());
  }
}
